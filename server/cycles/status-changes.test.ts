import { describe, expect, it } from 'vitest'
import type { Host, HostStatus } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm, VmStatus } from '../../shared/model/vm.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { statusChanges } from './status-changes.ts'
import type { StatusEvent } from './status-events.ts'

const read = (host: HostStatus | undefined, vm: VmStatus | undefined): Snapshot =>
  aSnapshot({
    hosts: [{ ...aHost({ id: 'h' }), status: host } satisfies Host],
    vms: [{ ...aVm({ id: 'v', hostId: 'h' }), status: vm } satisfies Vm],
  })
const told = (kind: 'vm' | 'host', status: string, atMs = 5): StatusEvent => ({
  kind,
  id: kind === 'vm' ? 'v' : 'h',
  status,
  event: { code: 1, description: 'told' },
  atMs,
})
const found = (before: Snapshot | undefined, after: Snapshot, events: StatusEvent[] = []) =>
  statusChanges(before, after, events).map(({ change }) => change)

describe('statusChanges', () => {
  const event = { code: 1, description: 'told' }
  it.each([
    { why: 'nothing', before: read('up', 'up'), after: read('up', 'up'), events: [], expected: [] },
    {
      why: 'what only a read shows',
      before: read('up', 'up'),
      after: read('non_operational', 'up'),
      events: [],
      expected: [{ kind: 'host', id: 'h', from: 'up', to: 'non_operational', atMs: NOON_MS }],
    },
    {
      why: 'what an event told too',
      before: read('up', 'up'),
      after: read('up', 'down'),
      events: [told('vm', 'down')],
      expected: [{ kind: 'vm', id: 'v', from: 'up', to: 'down', atMs: 5, event }],
    },
    {
      why: 'what passed between two reads',
      before: read('up', 'up'),
      after: read('up', 'up'),
      events: [told('vm', 'down', 5), told('vm', 'up', 6)],
      expected: [{ kind: 'vm', id: 'v', from: 'up', to: 'down', atMs: 5, event }],
    },
    {
      why: 'an event that says no more than was known',
      before: read('up', 'down'),
      after: read('up', 'down'),
      events: [told('vm', 'down')],
      expected: [],
    },
    {
      why: 'a state that is not known any more',
      before: read('up', 'up'),
      after: read(undefined, 'up'),
      events: [],
      expected: [],
    },
    {
      why: 'hosts in trouble at the first read',
      before: undefined,
      after: read('non_responsive', 'down'),
      events: [],
      expected: [{ kind: 'host', id: 'h', from: undefined, to: 'non_responsive', atMs: NOON_MS }],
    },
    {
      why: 'an engine at peace at the first read',
      before: undefined,
      after: read('up', 'up'),
      events: [],
      expected: [],
    },
  ])('$why', ({ before, after, events, expected }) => expect(found(before, after, events)).toEqual(expected))

  it('a VM that is new', () => {
    const before = aSnapshot({ vms: [] })
    const after = aSnapshot({ vms: [aVm({ id: 'v' })] })
    expect(found(before, after)).toEqual([{ kind: 'vm', id: 'v', from: undefined, to: 'up', atMs: NOON_MS }])
  })

  it('names the cluster it happened in', () => {
    const [change] = statusChanges(read('up', 'up'), read('down', 'up'), [])
    expect(change?.clusterId).toBe(aHost().clusterId)
  })
})
