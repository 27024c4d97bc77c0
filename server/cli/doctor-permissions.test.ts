import { describe, expect, it } from 'vitest'
import { aCluster } from '../../test/fakes/builders.ts'
import { everywhere } from '../../test/fakes/services.ts'
import type { Grant } from '../api/ports.ts'
import { loadConfig } from '../config/load-config.ts'
import { permissionFindings } from './doctor-permissions.ts'
import { permitsWith, type RoleOption } from './role/service-role.ts'

const prod = aCluster({ id: 'c1', name: 'Prod' })
const test = aCluster({ id: 'c2', name: 'Test' })
const roleWith = (...options: RoleOption[]) => everywhere(...permitsWith(new Set(options)).map(({ permit }) => permit))
const on = (id: string, ...permits: string[]): Grant => ({ permits: new Set(permits), object: { type: 'cluster', id } })

const found = (grants: readonly Grant[], flags: Record<string, string> = {}) => {
  const { config } = loadConfig({ flags, environment: {} })
  return [...permissionFindings({ clusters: [prod, test] }, grants, config)]
}
const warnings = (...asked: Parameters<typeof found>) =>
  found(...asked).flatMap(({ state, what }) => (state === 'warning' ? [what] : []))

describe('what the doctor says of permissions', () => {
  it.each([
    { why: 'the role as it is made', grants: [roleWith()], flags: {}, expected: [] },
    { why: 'the role with everything', grants: [roleWith('policies', 'stop')], flags: {}, expected: [] },
    {
      why: 'policies may stop VMs and the role may not',
      grants: [roleWith()],
      flags: { 'tuning.allowStop': 'shutdown' },
      expected: [
        'admin@internal may not hibernate_vm on Prod, Test',
        'admin@internal may not shut_down_vm on Prod, Test',
      ],
    },
    {
      why: 'moves on one cluster only',
      grants: [everywhere('edit_cluster_configuration', 'inject_external_events'), on('c1', 'migrate_vm')],
      flags: {},
      expected: ['admin@internal may not migrate_vm on Test'],
    },
    {
      why: 'events on a cluster only',
      grants: [everywhere('migrate_vm', 'edit_cluster_configuration'), on('c1', 'inject_external_events')],
      flags: {},
      expected: ['admin@internal may not inject_external_events in the whole system'],
    },
  ])('$why', ({ grants, flags, expected }) => expect(warnings(grants, flags)).toEqual(expected))

  it('names the command that mends it, and what is left out by choice', () => {
    const [first, ...rest] = found([])
    expect(first?.fix).toBe(
      'Recommendations can be read, not applied. Make a role of exactly what is needed, and give it to the user: ovirt-scheduler doctor --create-role',
    )
    expect(rest.at(-1)).toMatchObject({ state: 'ok', what: expect.stringContaining('which is a choice') })
  })
})
