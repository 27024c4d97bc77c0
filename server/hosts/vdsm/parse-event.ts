import { count, entries, number, percent, record, text, vmIdOf } from './wire.ts'

/** Times are of the host’s own clock, in ms since it started: good for what came first. */
export type VdsmEvent = Readonly<
  | { kind: 'status'; vmId: string; status: string; exitReason: number | undefined; atTime: number | undefined }
  | { kind: 'migration'; vmId: string; percent: number | undefined }
  | { kind: 'host' }
>

const MAX_VMS = 10_000

/**
 * An event as vdsm names it: `|component|operation|id`, with a receiver before the first bar that is empty on the wire. Those
 * of no use to us, and fields that make no sense, are left out. Throws ProtocolError for a map without an end.
 */
export function parseEvent(method: string, params: unknown): VdsmEvent[] {
  const [, component, operation] = method.split('|')
  const name = `${component}/${operation}`
  if (name === 'net/host_conn') return [{ kind: 'host' }]
  if (name !== 'virt/VM_status' && name !== 'virt/VM_migration_status') return []
  const { notify_time, ...vms } = record(params)
  return entries(vms, MAX_VMS).flatMap(([key, value]): VdsmEvent[] => {
    const vmId = vmIdOf(key)
    if (vmId === undefined) return []
    const told = record(value)
    if (name === 'virt/VM_migration_status') return [{ kind: 'migration', vmId, percent: percent(told.progress) }]
    const status = text(told.status, 100)
    if (status === undefined) return []
    return [{ kind: 'status', vmId, status, exitReason: count(told.exitReason), atTime: number(notify_time) }]
  })
}
