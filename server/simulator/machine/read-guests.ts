import type { GuestReading, GuestState as GuestStateName, VcpuReading } from '../../../shared/model/host-reading.ts'
import { cpusOf, type Model, residentsOf, vcpusOf } from '../world/model.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import { machineOf } from './catch-up.ts'
import { usableKiB } from './guest-memory.ts'
import { maxKiBOf, minKiBOf } from './guest-state.ts'
import { type Guest, guestsOf } from './guests-of.ts'
import { migrationPercent } from './host-events.ts'
import type { GuestState, Machine, VcpuState } from './machine.ts'
import { machineMemory, residentBytesOf } from './machine-memory.ts'

/** All VMs on the host, and those on their way to it. */
export function listGuests(model: Model, host: SimHost): GuestReading[] {
  const machine = machineOf(model, host.id)
  const { residentShare } = machineMemory(model, host, machine)
  const allCpus = Array.from({ length: cpusOf(host) }, (_, id) => id)
  const running = guestsOf(model, host.id).map(guest =>
    guestReading(model, guest, { machine, residentShare, allCpus, hostId: host.id }),
  )
  const starting = [...residentsOf(model, host.id)].filter(({ status }) => status === 'wait_for_launch')
  const incoming = [...model.copies.values()]
    .filter(({ toHostId, phase }) => toHostId === host.id && phase !== 'queued')
    .flatMap(({ vmId }) => model.state.vms.get(vmId) ?? [])
  return [...running, ...starting.map(vm => unready(vm, 'starting')), ...incoming.map(vm => unready(vm, 'incoming'))]
}

/** Its QEMU is there, its guest is not. */
const unready = (vm: SimVm, state: 'starting' | 'incoming'): GuestReading => ({
  ...identity(vm),
  state,
  vcpus: [],
  disks: [],
})

const identity = (vm: SimVm) => ({ id: vm.id, name: vm.name, vcpuCount: vcpusOf(vm), memoryKiB: maxKiBOf(vm) })

type Around = Readonly<{
  machine: Machine
  residentShare: number
  allCpus: readonly number[]
  hostId: string
}>

function guestReading(model: Model, { vm, state }: Guest, around: Around): GuestReading {
  const { machine, residentShare, hostId } = around
  const elapsedNs = (model.nowMs - machine.refreshedMs) * 1e6
  const vcpus = state.vcpus.map((vcpu, index) => vcpuReading(vcpu, index, elapsedNs, around.allCpus))
  const percent = migrationPercent(vm)
  return {
    ...identity(vm),
    state: stateOf(vm),
    responsive: true,
    ...(percent !== undefined && { migrationPercent: percent }),
    maxVcpuCount: vcpusOf(vm),
    residentKiB: Math.floor((residentShare * residentBytesOf(model, vm, hostId)) / 1_024),
    balloon: {
      currentKiB: Math.round(state.currentKiB),
      maxKiB: maxKiBOf(vm),
      minKiB: minKiBOf(vm),
      ...(state.targetKiB !== undefined && { targetKiB: state.targetKiB }),
      enabled: vm.ballooning,
    },
    ...guestMemoryReading(model, vm, state),
    cpuTimeNs: vcpus.reduce((sum, { timeNs = 0 }) => sum + timeNs, 0),
    cpuPercent: 100 * state.vcpus.reduce((sum, { run }) => sum + run, 0),
    cpuTune: { quotaUs: state.quotaUs, periodUs: state.periodUs, shares: state.shares },
    ...(state.traits.cpuLimitPercent !== undefined && { cpuLimitPercent: state.traits.cpuLimitPercent }),
    vcpus,
    disks: [
      {
        device: 'vda',
        path: `/rhev/data-center/mnt/blockSD/images/${vm.id}`,
        limits: state.limits,
        readBytes: Math.floor(state.readBytes + (state.disk.readBytesPerS * elapsedNs) / 1e9),
        writtenBytes: Math.floor(state.writtenBytes + (state.disk.writtenBytesPerS * elapsedNs) / 1e9),
      },
    ],
  }
}

/** Beyond this share of a CPU a vCPU is more likely met running than waiting for something to do. */
const MOSTLY = 0.5

function vcpuReading(vcpu: VcpuState, index: number, elapsedNs: number, allCpus: readonly number[]): VcpuReading {
  return {
    index,
    state: vcpu.run + vcpu.delay > MOSTLY ? 'running' : 'blocked',
    timeNs: Math.floor(vcpu.runNs + vcpu.run * elapsedNs),
    delayNs: Math.floor(vcpu.delayNs + vcpu.delay * elapsedNs),
    ...(vcpu.cpu !== undefined && { onCpuId: vcpu.cpu }),
    pinnedTo: [...(vcpu.pinnedTo ?? allCpus)],
  }
}

function stateOf({ status }: SimVm): GuestStateName {
  if (status === 'migrating' || status === 'paused') return status
  return status === 'powering_down' ? 'stopping' : 'running'
}

/** libvirt asks the driver so often; a guest that has not booted says nothing yet. */
const STATISTICS_PERIOD_MS = 5_000
const PAGE_KIB = 4

function guestMemoryReading(model: Model, vm: SimVm, state: GuestState): Pick<GuestReading, 'guestMemory'> {
  if (!state.traits.balloonDriver || vm.status === 'powering_up') return {}
  const { memory, swapInKiBPerS, swapOutKiBPerS } = state
  return {
    guestMemory: {
      ageMs: (model.nowMs - (state.startedAtMs ?? 0)) % STATISTICS_PERIOD_MS,
      totalKiB: Math.round(state.currentKiB),
      unusedKiB: Math.floor(memory.unusedKiB),
      usableKiB: Math.floor(usableKiB(memory)),
      diskCachesKiB: Math.floor(memory.cachesKiB),
      swapInKiBPerS: Math.round(swapInKiBPerS),
      swapOutKiBPerS: Math.round(swapOutKiBPerS),
      majorFaultsPerS: Math.round(swapInKiBPerS / PAGE_KIB),
      swapTotalKiB: maxKiBOf(vm),
      swapUsedKiB: Math.floor(memory.swappedKiB),
    },
  }
}
