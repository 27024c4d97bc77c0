import type { HostEvent } from '../host-client.ts'
import { becauseOf, isAlive } from './vm-status.ts'

export type Statuses = Readonly<{
  /** All VMs of the host, as they are now. */
  replace(vms: readonly Readonly<{ id: string; status: string; atTime: number | undefined }>[]): void
  /** What it means that the host told a status; undefined: nothing new. */
  change(vmId: string, told: Told): HostEvent | undefined
}>

type Told = Readonly<{ status: string; exitReason?: number | undefined; atTime: number | undefined }>
type Seen = Readonly<{ status: string; atTime: number }>

/** A host that invents VMs must not fill our memory with them. */
const MAX_VMS = 20_000

/** vdsm tells statuses, not what happened: that is the difference to the status before. */
export function createStatuses(): Statuses {
  let seen = new Map<string, Seen>()

  return {
    replace(vms) {
      // An event may have overtaken the list; what was true later stays.
      const kept = vms.map(({ id, status, atTime = 0 }) => {
        const before = seen.get(id)
        return [id, before !== undefined && before.atTime > atTime ? before : { status, atTime }] as const
      })
      seen = new Map(kept)
    },
    change(vmId, { status, exitReason, atTime }) {
      const before = seen.get(vmId)
      if (before !== undefined && atTime !== undefined && atTime < before.atTime) return undefined
      if (before !== undefined || seen.size < MAX_VMS) seen.set(vmId, { status, atTime: atTime ?? before?.atTime ?? 0 })
      return eventOf(vmId, before?.status, status, exitReason)
    },
  }
}

function eventOf(
  vmId: string,
  before: string | undefined,
  now: string,
  exitReason: number | undefined,
): HostEvent | undefined {
  if (now === 'Paused') return before === 'Paused' ? undefined : { kind: 'vm-paused', vmId }
  if (now === 'Down') {
    const because = becauseOf(exitReason)
    return before === 'Down' ? undefined : { kind: 'vm-stopped', vmId, ...(because && { because }) }
  }
  if (!isAlive(now)) return undefined
  if (before === 'Paused') return now === 'Up' ? { kind: 'vm-resumed', vmId } : undefined
  if (isAlive(before)) return undefined
  return { kind: 'vm-started', vmId, ...(before === 'Migration Destination' && { because: 'migration' as const }) }
}
