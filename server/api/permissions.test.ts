import { describe, expect, it } from 'vitest'
import { isPermitted } from './permissions.ts'
import type { Grant } from './ports.ts'

const cluster = { id: 'c1', name: 'Default', dataCenterId: 'd1' }
const grant = (permit: string, type?: NonNullable<Grant['object']>['type'], id = ''): Grant => ({
  permits: new Set([permit]),
  ...(type && { object: { type, id } }),
})

describe('isPermitted', () => {
  const cases: { why: string; grants: Grant[]; ok: boolean }[] = [
    { why: 'nothing granted', grants: [], ok: false },
    { why: 'granted in the whole system', grants: [grant('migrate_vm')], ok: true },
    { why: 'granted on the cluster', grants: [grant('migrate_vm', 'cluster', 'c1')], ok: true },
    { why: 'granted on its data centre', grants: [grant('migrate_vm', 'data_center', 'd1')], ok: true },
    { why: 'granted on another cluster', grants: [grant('migrate_vm', 'cluster', 'c2')], ok: false },
    { why: 'granted on another data centre', grants: [grant('migrate_vm', 'data_center', 'c1')], ok: false },
    { why: 'granted on one VM', grants: [grant('migrate_vm', 'vm', 'c1')], ok: false },
    { why: 'another permit on the cluster', grants: [grant('run_vm', 'cluster', 'c1')], ok: false },
    { why: 'one of several grants fits', grants: [grant('login'), grant('migrate_vm', 'cluster', 'c1')], ok: true },
    { why: 'two halves that do not meet', grants: [grant('run_vm'), grant('migrate_vm', 'host', 'h1')], ok: false },
  ]
  for (const { why, grants, ok } of cases)
    it(`${ok ? 'yes' : 'no'}: ${why}`, () => expect(isPermitted(grants, 'migrate_vm', cluster)).toBe(ok))

  it('does not take an unknown data centre for any', () => {
    const nowhere = { id: 'c1', name: 'Default' }
    expect(isPermitted([grant('migrate_vm', 'data_center', 'd1')], 'migrate_vm', nowhere)).toBe(false)
  })
})
