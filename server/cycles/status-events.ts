import type { HostStatus } from '../../shared/model/host.ts'
import type { VmStatus } from '../../shared/model/vm.ts'

/** What an event of the engine says of a state, by its code. Source: engine REST API §13.1. */
const vmStatusByCode: ReadonlyMap<number, VmStatus> = new Map([
  [32, 'up'],
  [153, 'up'],
  [61, 'down'],
  [119, 'down'],
  [9602, 'down'],
  [62, 'migrating'],
  [67, 'migrating'],
  [63, 'up'],
])
const hostStatusByCode: ReadonlyMap<number, HostStatus> = new Map([
  [13, 'up'],
  [16, 'up'],
  [15, 'maintenance'],
  [600, 'preparing_for_maintenance'],
  [620, 'preparing_for_maintenance'],
  [517, 'non_operational'],
])

/** An event as the port of the engine gives it. */
export type EngineEvent = Readonly<{
  index: number
  code: number
  description: string
  atMs: number
  vmId?: string
  hostId?: string
}>

/** An event that tells of the state of a VM or a host. */
export type StatusEvent = Readonly<{
  kind: 'vm' | 'host'
  id: string
  status: string
  event: Readonly<{ code: number; description: string }>
  atMs: number
}>

/** undefined: the event is about something else. Events of migrations name a host beside the VM: they are the VM's. */
export function statusEventOf({ code, description, atMs, vmId, hostId }: EngineEvent): StatusEvent | undefined {
  const event = { code, description }
  const ofVm = vmStatusByCode.get(code)
  if (ofVm !== undefined && vmId !== undefined) return { kind: 'vm', id: vmId, status: ofVm, event, atMs }
  const ofHost = hostStatusByCode.get(code)
  if (ofHost !== undefined && hostId !== undefined) return { kind: 'host', id: hostId, status: ofHost, event, atMs }
  return undefined
}

/** Whether somebody should look at once rather than at the next read: migrations and starts are everyday work. */
export const isPressing = ({ kind, status }: StatusEvent): boolean => kind === 'host' || status === 'down'
