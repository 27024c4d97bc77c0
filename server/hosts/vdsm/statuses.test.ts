import { describe, expect, it } from 'vitest'
import { parseEvent } from './parse-event.ts'
import { createStatuses } from './statuses.ts'

const vmId = '00000001-1111-4222-8333-444444444444'

describe('statuses of VMs', () => {
  const cases: { before?: string; now: string; exitReason?: number; event: object | undefined }[] = [
    { before: 'Up', now: 'Paused', event: { kind: 'vm-paused', vmId } },
    { before: 'Paused', now: 'Paused', event: undefined },
    { before: 'Paused', now: 'Up', event: { kind: 'vm-resumed', vmId } },
    { before: 'Up', now: 'Up', event: undefined },
    { before: 'Powering up', now: 'Up', event: undefined },
    { before: 'Up', now: 'Powering down', event: undefined },
    { before: 'Up', now: 'Down', exitReason: 7, event: { kind: 'vm-stopped', vmId } },
    { before: 'Up', now: 'Down', exitReason: 2, event: { kind: 'vm-stopped', vmId, because: 'crash' } },
    {
      before: 'Migration Source',
      now: 'Down',
      exitReason: 4,
      event: { kind: 'vm-stopped', vmId, because: 'migration' },
    },
    { before: 'Down', now: 'Down', event: undefined },
    { before: 'WaitForLaunch', now: 'Powering up', event: { kind: 'vm-started', vmId } },
    { now: 'Powering up', event: { kind: 'vm-started', vmId } },
    { now: 'WaitForLaunch', event: undefined },
    { before: 'Migration Destination', now: 'Up', event: { kind: 'vm-started', vmId, because: 'migration' } },
    { before: 'Up', now: 'Migration Source', event: undefined },
    { before: 'Up', now: 'Something new', event: undefined },
  ]
  for (const { before, now, exitReason, event } of cases) {
    it(`${before ?? 'nothing'}, then ${now} is ${event === undefined ? 'no event' : JSON.stringify(event)}`, () => {
      const statuses = createStatuses()
      if (before !== undefined) statuses.replace([{ id: vmId, status: before, atTime: 5 }])
      expect(statuses.change(vmId, { status: now, exitReason, atTime: 6 })).toEqual(event)
    })
  }

  it('that are older than what is known change nothing, and a list does not undo a later event', () => {
    const statuses = createStatuses()
    statuses.replace([{ id: vmId, status: 'Up', atTime: 5 }])
    expect(statuses.change(vmId, { status: 'Paused', atTime: 4 })).toBeUndefined()
    expect(statuses.change(vmId, { status: 'Paused', atTime: 7 })).toBeDefined()
    statuses.replace([{ id: vmId, status: 'Up', atTime: 6 }])
    expect(statuses.change(vmId, { status: 'Paused', atTime: 8 })).toBeUndefined()
  })
})

describe('parseEvent', () => {
  const cases: [string, unknown, object[]][] = [
    ['|net|host_conn|no_id', undefined, [{ kind: 'host' }]],
    ['node1|net|host_conn|no_id', {}, [{ kind: 'host' }]],
    ['|jobs|status|x', { id: 'x' }, []],
    [
      `|virt|VM_status|${vmId}`,
      { [vmId]: { status: 'Down', exitReason: '4' }, notify_time: 12 },
      [{ kind: 'status', vmId, status: 'Down', exitReason: 4, atTime: 12 }],
    ],
    [`|virt|VM_status|${vmId}`, { [vmId]: { cpuUser: '1' }, other: { status: 'Up' } }, []],
    [`|virt|VM_status|${vmId}`, 'no map', []],
    [`|virt|VM_migration_status|${vmId}`, { [vmId]: { progress: 37 } }, [{ kind: 'migration', vmId, percent: 37 }]],
    [`|virt|VM_migration_status|${vmId}`, { [vmId]: {} }, [{ kind: 'migration', vmId, percent: undefined }]],
    ['nothing', {}, []],
    ['', {}, []],
  ]
  for (const [method, params, events] of cases) {
    it(`${method || 'no name'} is ${JSON.stringify(events)}`, () => expect(parseEvent(method, params)).toEqual(events))
  }
})
