import { expect, it } from 'vitest'
import { isPressing, statusEventOf } from './status-events.ts'

const event = { index: 9, description: 'as the engine says it', atMs: 5 }
const told = { event: { code: 0, description: event.description }, atMs: 5 }

it.each([
  { why: 'a VM that was started', code: 153, vmId: 'v', expected: ['vm', 'v', 'up', false] },
  { why: 'a VM that is down', code: 61, vmId: 'v', hostId: 'h', expected: ['vm', 'v', 'down', true] },
  { why: 'a migration', code: 62, vmId: 'v', hostId: 'h', expected: ['vm', 'v', 'migrating', false] },
  { why: 'a host that failed', code: 517, hostId: 'h', expected: ['host', 'h', 'non_operational', true] },
  {
    why: 'maintenance, with a reason',
    code: 620,
    hostId: 'h',
    expected: ['host', 'h', 'preparing_for_maintenance', true],
  },
])('$why', ({ code, vmId, hostId, expected: [kind, id, status, presses] }) => {
  const found = statusEventOf({ ...event, code, ...(vmId && { vmId }), ...(hostId && { hostId }) })
  expect(found).toEqual({ ...told, event: { ...told.event, code }, kind, id, status })
  expect(found && isPressing(found)).toBe(presses)
})

it.each([
  { why: 'somebody who signs in', code: 30 },
  { why: 'a VM event without a VM', code: 61, hostId: 'h' },
  { why: 'a host event without a host', code: 517, vmId: 'v' },
])('$why tells of no state', ({ code, vmId, hostId }) => {
  expect(statusEventOf({ ...event, code, ...(vmId && { vmId }), ...(hostId && { hostId }) })).toBeUndefined()
})
