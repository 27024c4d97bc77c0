import type { Model } from '../world/model.ts'
import type { SimVm } from '../world/state.ts'

/** What a host tells unasked, in the shape of the service's HostEvent. */
export type SimHostEvent = Readonly<
  | { kind: 'vm-started' | 'vm-stopped' | 'vm-paused' | 'vm-resumed'; vmId: string; because?: 'migration' }
  | { kind: 'balloon-changed'; vmId: string; currentKiB: number }
  | { kind: 'tuned'; vmId: string; names: readonly string[] }
  | { kind: 'migration-progress'; vmId: string; percent: number }
>

export type HostListener = Readonly<{
  /** Must not throw. */
  onEvent: (event: SimHostEvent) => void
  /** The host has gone; nothing follows. */
  onEnd: () => void
}>

export function tell({ machines }: Model, hostId: string, event: SimHostEvent): void {
  for (const { onEvent } of machines.listeners.get(hostId) ?? []) onEvent(event)
}

export function listen({ machines }: Model, hostId: string, listener: HostListener): () => void {
  const { listeners } = machines
  const ofHost = listeners.get(hostId) ?? new Set()
  listeners.set(hostId, ofHost.add(listener))
  return () => {
    ofHost.delete(listener)
    if (ofHost.size === 0 && listeners.get(hostId) === ofHost) listeners.delete(hostId)
  }
}

export function endListeners({ machines }: Model, hostId: string): void {
  const ofHost = machines.listeners.get(hostId)
  machines.listeners.delete(hostId)
  for (const { onEnd } of ofHost ?? []) onEnd()
}

/** A VM has come, gone or moved. */
export function tellOfMove(model: Model, vm: SimVm, fromHostId: string | undefined): void {
  const { id: vmId, hostId } = vm
  const because = fromHostId !== undefined && hostId !== undefined ? ({ because: 'migration' } as const) : {}
  if (fromHostId !== undefined) tell(model, fromHostId, { kind: 'vm-stopped', vmId, ...because })
  if (hostId !== undefined) tell(model, hostId, { kind: 'vm-started', vmId, ...because })
}

export function tellOfMigrations(model: Model): void {
  if (model.machines.listeners.size === 0) return
  for (const { vmId, fromHostId } of model.copies.values()) {
    const percent = migrationPercent(model.state.vms.get(vmId))
    if (percent !== undefined) tell(model, fromHostId, { kind: 'migration-progress', vmId, percent })
  }
}

export function migrationPercent(vm: SimVm | undefined): number | undefined {
  const migration = vm?.migration
  return migration && Math.min(100, (100 * migration.doneBytes) / Math.max(1, migration.totalBytes))
}
