import { hashText } from '../demand/random.ts'
import { type Model, vcpusOf } from '../world/model.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import { noDiskLimits } from './disk-io.ts'
import { guestMemory } from './guest-memory.ts'
import { guestTraits } from './guest-traits.ts'
import type { GuestState, VcpuState } from './machine.ts'

/** What libvirt tells of a VM that nobody tuned. */
export const DEFAULT_PERIOD_US = 100_000
export const DEFAULT_SHARES = 1_024

export const maxKiBOf = ({ memoryBytes }: SimVm): number => Math.floor(memoryBytes / 1_024)
export const minKiBOf = (vm: SimVm): number => Math.min(maxKiBOf(vm), Math.floor(vm.guaranteedBytes / 1_024))

/** The guest that runs now: a new one after a start; the same, but for counters and pins, after a migration. */
export function guestState(model: Model, vm: SimVm, hostId: string): GuestState {
  const { guests } = model.machines
  const known = guests.get(vm.id)
  if (known !== undefined && known.startedAtMs === vm.startedAtMs) {
    if (known.hostId !== hostId) arrive(known, hostId, model.nowMs)
    return known
  }
  const state = newGuest(model, vm, hostId)
  guests.set(vm.id, state)
  return state
}

function newGuest(model: Model, vm: SimVm, hostId: string): GuestState {
  const traits = guestTraits(model.demands.get(vm.id)?.seed ?? hashText(vm.id), model.traits.get(vm.id))
  const pins = vm.startedAtMs !== undefined && vm.startedAtMs < model.startMs ? traits.pins : undefined
  const maxKiB = maxKiBOf(vm)
  return {
    vmId: vm.id,
    traits,
    startedAtMs: vm.startedAtMs,
    hostId,
    sinceMs: vm.startedAtMs ?? model.nowMs,
    fresh: true,
    currentKiB: maxKiB,
    targetKiB: undefined,
    memory: guestMemory({ maxKiB, currentKiB: maxKiB, touchedKiB: 0, cachedShare: 0, freedShare: 0, reclaimedKiB: 0 }),
    swapInKiBPerS: 0,
    swapOutKiBPerS: 0,
    quotaUs: 'unlimited',
    periodUs: DEFAULT_PERIOD_US,
    shares: DEFAULT_SHARES,
    vcpus: Array.from({ length: vcpusOf(vm) }, (_, index) => newVcpu(pins?.[index])),
    limits: noDiskLimits,
    disk: { readBytesPerS: 0, writtenBytesPerS: 0 },
    readBytes: 0,
    writtenBytes: 0,
  }
}

const newVcpu = (pinnedTo?: readonly number[]): VcpuState => ({
  pinnedTo,
  cpu: undefined,
  run: 0,
  delay: 0,
  runNs: 0,
  delayNs: 0,
})

/** Another QEMU goes on with the same balloon, quota and limits; the CPUs of another host are others. */
function arrive(guest: GuestState, hostId: string, nowMs: number): void {
  guest.hostId = hostId
  guest.sinceMs = nowMs
  guest.fresh = true
  guest.vcpus = guest.vcpus.map(() => newVcpu())
  guest.readBytes = 0
  guest.writtenBytes = 0
}

/** It differs from a guest that nobody touched in what the engine can measure. */
export const isTuned = ({ targetKiB, quotaUs, shares }: GuestState): boolean =>
  targetKiB !== undefined || quotaUs !== 'unlimited' || shares !== DEFAULT_SHARES

/** The node that holds its memory: that of its first pin, else one drawn for it. */
export function homeNodeOf(guest: GuestState, host: SimHost): number {
  const pinnedTo = guest.vcpus.find(vcpu => vcpu.pinnedTo !== undefined)?.pinnedTo?.[0]
  const node = host.numa.findIndex(({ cpus }) => pinnedTo !== undefined && cpus.includes(pinnedTo))
  return node >= 0 ? node : Math.abs(hashText(guest.vmId)) % Math.max(1, host.numa.length)
}
