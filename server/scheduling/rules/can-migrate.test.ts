import { describe, expect, it } from 'vitest'
import { vmStatuses } from '../../../shared/model/vm.ts'
import { aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import { canMigrate, type MigrationCause } from './can-migrate.ts'

const cases: { why: string; vm: VmOver; cause?: MigrationCause; expected: object }[] = [
  { why: 'a running VM', vm: {}, expected: { kind: 'may', reason: { values: { status: 'up' } } } },
  { why: 'pinned', vm: { placement: 'pinned' }, expected: { kind: 'may-not', reason: { code: 'pinned' } } },
  { why: 'pinned, by force', vm: { placement: 'pinned' }, cause: 'forced', expected: { reason: { code: 'pinned' } } },
  {
    why: 'excluded by a tag, by force',
    vm: { excludedBy: 'leave-alone' },
    cause: 'forced',
    expected: { kind: 'may-not', reason: { code: 'vm-excluded', values: { tag: 'leave-alone' } } },
  },
  { why: 'by hand only', vm: { placement: 'user_migratable' }, expected: { reason: { code: 'manual-only' } } },
  {
    why: 'by hand only, a person asks',
    vm: { placement: 'user_migratable' },
    cause: 'user',
    expected: { kind: 'may-not', reason: { code: 'manual-only', text: expect.stringContaining('must insist') } },
  },
  { why: 'by hand only, by force', vm: { placement: 'user_migratable' }, cause: 'forced', expected: { kind: 'may' } },
  { why: 'the engine itself', vm: { isHostedEngine: true }, expected: { reason: { code: 'manual-only' } } },
  { why: 'the engine itself, by force', vm: { isHostedEngine: true }, cause: 'forced', expected: { kind: 'may' } },
  { why: 'migrating', vm: { status: 'migrating' }, expected: { reason: { code: 'already-migrating' } } },
  { why: 'not responding', vm: { status: 'not_responding' }, expected: { reason: { code: 'not-responding' } } },
  { why: 'paused by a person', vm: { status: 'paused', pausedByIoError: false }, expected: { kind: 'may' } },
  {
    why: 'paused by its storage',
    vm: { status: 'paused', pausedByIoError: true },
    cause: 'forced',
    expected: { kind: 'may-not', reason: { code: 'io-error' } },
  },
  {
    why: 'paused, nobody knows why',
    vm: { status: 'paused' },
    expected: { kind: 'unknown', field: 'vm.pausedByIoError' },
  },
  { why: 'in a state we do not know', vm: { status: undefined }, expected: { kind: 'unknown', field: 'vm.status' } },
  {
    why: 'pinned, in a state we do not know',
    vm: { status: undefined, placement: 'pinned' },
    expected: { kind: 'may-not', reason: { code: 'pinned' } },
  },
]

describe('may a VM migrate', () => {
  it.each(cases)('$why', ({ vm, cause = 'automatic', expected }) => {
    expect(canMigrate(aVmFacts({ hostId: 'host1', ...vm }), cause)).toMatchObject(expected)
  })

  it('only in four states', () => {
    const may = vmStatuses.filter(
      status => canMigrate(aVmFacts({ status, hostId: 'host1', pausedByIoError: false }), 'automatic').kind === 'may',
    )
    expect(may).toEqual(['up', 'powering_up', 'paused', 'reboot_in_progress'])
  })
})
