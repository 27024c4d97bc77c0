import { getHost, type Model } from '../world/model.ts'
import type { SimVm } from '../world/state.ts'
import { guestState, isTuned } from './guest-state.ts'
import { answers } from './host-answers.ts'
import { endListeners, tellOfMove } from './host-events.ts'
import { noSwap } from './host-swap.ts'
import type { Machine } from './machine.ts'
import { idleKsm } from './merge-pages.ts'
import { refreshMachine } from './refresh-machine.ts'

/**
 * Machines are worked out on a grid of instants, whoever asks and whenever, so that reading changes nothing. One that was
 * not looked at for long is caught up with in fewer, longer steps; a tuned one never gets so far behind.
 */
export const TICK_MS = 5_000
const MAX_TICKS = 60

const lastTick = (nowMs: number): number => Math.floor(nowMs / TICK_MS) * TICK_MS

/** The machine of a host, as of the last tick or a later change. */
export function machineOf(model: Model, hostId: string): Machine {
  const known = model.machines.byHost.get(hostId)
  if (known !== undefined) {
    catchUp(model, known)
    return known
  }
  const refreshedMs = Math.min(model.nowMs, lastTick(model.nowMs))
  const machine: Machine = { hostId, tuned: false, refreshedMs, ksm: idleKsm, swap: noSwap, slices: [] }
  model.machines.byHost.set(hostId, machine)
  refreshMachine(model, machine, getHost(model, hostId), refreshedMs)
  return machine
}

/** The machine as it is at this very moment, for a change to set in. `refreshNow` afterwards makes the change felt. */
export function refreshNow(model: Model, hostId: string): Machine {
  const machine = machineOf(model, hostId)
  refreshMachine(model, machine, getHost(model, hostId), model.nowMs)
  return machine
}

function catchUp(model: Model, machine: Machine): void {
  const end = lastTick(model.nowMs)
  const ticks = Math.ceil((end - machine.refreshedMs) / TICK_MS)
  if (ticks <= 0) return
  const host = getHost(model, machine.hostId)
  const stride = TICK_MS * Math.ceil(ticks / MAX_TICKS)
  for (let atMs = lastTick(machine.refreshedMs) + stride; atMs < end; atMs += stride) {
    refreshMachine(model, machine, host, atMs)
  }
  refreshMachine(model, machine, host, end)
}

/** With each poll: machines that the engine's figures depend on, or that somebody listens to. */
export function catchUpMachines(model: Model): void {
  const { byHost, listeners } = model.machines
  for (const machine of byHost.values()) {
    if (machine.tuned || listeners.has(machine.hostId)) catchUp(model, machine)
  }
  for (const hostId of listeners.keys()) if (!answers(model, hostId)) endListeners(model, hostId)
}

/** Before a VM comes, goes or moves; what is returned must be called after it did. */
export function onMove(model: Model, vm: SimVm, toHostId: string | undefined): () => void {
  const { byHost, guests } = model.machines
  const { hostId: fromHostId } = vm
  const watched = [fromHostId, toHostId].filter(id => id !== undefined && byHost.has(id)) as string[]
  for (const id of watched) refreshNow(model, id)
  // Pins are about this host's CPUs: they must be known before they can be dropped.
  if (fromHostId !== undefined && model.traits.get(vm.id)?.pins !== undefined) guestState(model, vm, fromHostId)
  return () => {
    if (toHostId === undefined) guests.delete(vm.id)
    else if (guests.has(vm.id) && isTuned(guestState(model, vm, toHostId))) machineOf(model, toHostId).tuned = true
    for (const id of watched) refreshNow(model, id)
    tellOfMove(model, vm, fromHostId)
  }
}

/** What the engine's poll sees of a host where a knob was used. */
export function measuredMachine(model: Model, hostId: string): Machine | undefined {
  const machine = model.machines.byHost.get(hostId)
  return machine?.tuned ? machine : undefined
}
