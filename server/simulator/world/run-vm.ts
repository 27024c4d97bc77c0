import { cancelCopy } from './end-migration.ts'
import { actorName, report } from './events.ts'
import { getVm, type Model, moveVm } from './model.ts'
import type { SimVm } from './state.ts'
import { type Actor, EngineFault } from './world.ts'

/** From the command to the launch, and on to a guest that answers; shutting down, and pulling the plug. */
const LAUNCH_MS = 2_000
const BOOT_MS = 25_000
const SHUTDOWN_MS = 20_000
const STOP_MS = 2_000
/** Writing the memory of a guest to its storage. */
const SAVE_MS = 15_000

/** Starts a VM on the host the engine chooses. Throws EngineFault 'conflict' if it runs or fits nowhere. */
export async function startVm(
  model: Model,
  vmId: string,
  { hostIds = [] }: Readonly<{ hostIds?: readonly string[] }>,
  actor: Actor,
): Promise<void> {
  const vm = getVm(model, vmId)
  if (model.lockedVmIds.has(vmId)) throw refused('run', 'Related operation is currently in progress.')
  if (vm.status !== 'down' && vm.status !== 'suspended') throw refused('run', 'VM is running.')
  const request = { vm, excludedHostIds: [], onlyHostIds: hostIds }
  const { hosts, messages } = model.placement.candidates(model, request)
  if (hosts.length === 0) throw refused('run', messages.join(' '))

  model.lockedVmIds.add(vmId)
  try {
    const choice = await model.placement.choose(model, request, hostId => launch(model, vm, hostId, actor))
    if (!choice.ok) throw refused('run', choice.messages.join(' '))
  } finally {
    model.lockedVmIds.delete(vmId)
  }
}

function launch(model: Model, vm: SimVm, hostId: string, actor: Actor): void {
  moveVm(model, vm, hostId)
  vm.status = 'wait_for_launch'
  vm.startedAtMs = model.nowMs
  vm.stoppedAtMs = undefined
  model.dueVms.set(vm.id, { atMs: model.nowMs + LAUNCH_MS, to: 'powering_up' })
  const host = model.state.hosts.get(hostId)?.name
  const text = `VM ${vm.name} was started by ${actorName(model, actor)} (Host: ${host}).`
  report(model, 'vmStarting', text, { vmId: vm.id, hostId, actor })
}

/** Pulls the plug. A migration ends with it. */
export function stopVm(model: Model, vmId: string, actor: Actor): void {
  const vm = runningVm(model, vmId, 'stop')
  const text = `VM ${vm.name} powered off by ${actorName(model, actor)}.`
  powerDown(model, vm, STOP_MS, actor)
  report(model, 'vmStopped', text, { vmId, hostId: vm.hostId, actor })
}

/** Asks the guest to shut down. */
export function shutdownVm(model: Model, vmId: string, actor: Actor): void {
  powerDown(model, runningVm(model, vmId, 'shutdown'), SHUTDOWN_MS, actor)
}

/** Has its memory written away, after which it runs no more. Only a guest that is up can be. */
export function suspendVm(model: Model, vmId: string): void {
  const vm = runningVm(model, vmId, 'suspend')
  if (vm.status !== 'up' || model.lockedVmIds.has(vmId)) throw refused('suspend', 'VM is not up.')
  vm.status = 'saving_state'
  model.dueVms.set(vmId, { atMs: model.nowMs + SAVE_MS, to: 'suspended' })
}

function runningVm(model: Model, vmId: string, verb: string): SimVm {
  const vm = getVm(model, vmId)
  if (vm.status === 'down' || vm.status === 'suspended') throw refused(verb, 'VM is not running.')
  return vm
}

function powerDown(model: Model, vm: SimVm, afterMs: number, actor: Actor): void {
  const copy = model.copies.get(vm.id)
  if (copy !== undefined) cancelCopy(model, { ...copy, actor }, vm)
  vm.status = 'powering_down'
  model.dueVms.set(vm.id, { atMs: model.nowMs + afterMs, to: 'down' })
}

/** Carries out what is due by now. */
export function advanceVms(model: Model): void {
  for (const [vmId, { atMs, to }] of model.dueVms) {
    const vm = model.state.vms.get(vmId)
    if (vm === undefined || atMs > model.nowMs) continue
    model.dueVms.delete(vmId)
    vm.status = to
    if (to === 'powering_up') model.dueVms.set(vmId, { atMs: model.nowMs + BOOT_MS, to: 'up' })
    if (to === 'up') report(model, 'vmRunning', `VM ${vm.name} runs.`, { vmId, hostId: vm.hostId })
    if (to === 'down') report(model, 'vmDown', `VM ${vm.name} is down.`, { vmId, hostId: vm.hostId })
    if (to === 'down' || to === 'suspended') leaveHost(model, vm)
  }
}

function leaveHost(model: Model, vm: SimVm): void {
  moveVm(model, vm, undefined)
  vm.stoppedAtMs = model.nowMs
  vm.startedAtMs = undefined
  vm.load = { wantedCpuPercent: 0, gotCpuPercent: 0, guestBytes: 0 }
  vm.measured = { ...vm.measured, cpuPercentOfCore: 0, memoryUsedPercent: 0, networkPercent: 0 }
}

const refused = (verb: string, why: string): EngineFault => new EngineFault('conflict', [`Cannot ${verb} VM. ${why}`])
