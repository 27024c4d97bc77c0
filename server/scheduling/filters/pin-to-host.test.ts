import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { pinToHostFilter } from './pin-to-host.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'takes the list of a VM that may move for a wish',
    vm: { placement: 'migratable', pinnedHostIds: ['host2'] },
    expected: { kind: 'kept' },
  },
  {
    why: 'takes that of one that a person may move for a wish too',
    vm: { placement: 'user_migratable', pinnedHostIds: ['host2'] },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps each host of the list',
    vm: { placement: 'pinned', pinnedHostIds: ['host2', 'host1'] },
    expected: { kind: 'kept', reason: { code: 'in-pin-list' } },
  },
  {
    why: 'drops others',
    vm: { placement: 'pinned', pinnedHostIds: ['host2', 'host3'] },
    expected: { kind: 'dropped', reason: { code: 'not-in-pin-list', values: { pinnedHosts: 2 } } },
  },
  {
    why: 'lets a VM pinned to no host in particular start anywhere',
    vm: { placement: 'pinned' },
    expected: { kind: 'kept', reason: { code: 'pinned-anywhere' } },
  },
  {
    why: 'drops all hosts once it runs, its own included',
    vm: { placement: 'pinned', hostId: 'host1' },
    expected: { kind: 'dropped', reason: { code: 'pinned-while-running' } },
  },
]

describe('PinToHost', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(pinToHostFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
