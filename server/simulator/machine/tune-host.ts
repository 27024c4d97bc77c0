import { present } from '../../../shared/measure/present.ts'
import type { CpuTuneChange, IoTune, KsmTune, VcpuPin } from '../../../shared/model/host-knobs.ts'
import { cpusOf, getHost, type Model } from '../world/model.ts'
import type { SimVm } from '../world/state.ts'
import { machineOf, refreshNow } from './catch-up.ts'
import { guestState, maxKiBOf, minKiBOf } from './guest-state.ts'
import { tell } from './host-events.ts'
import { HostRefusal } from './host-refusal.ts'
import type { GuestState } from './machine.ts'

/** Every change is felt from this moment on: first what was is counted, then the change, then what comes of it. */

type Target = Readonly<{ hostId: string; vmId: string }>

export function setKsm(model: Model, hostId: string, change: KsmTune): void {
  const machine = refreshNow(model, hostId)
  const { ksm } = machine
  const apart = change.mergeAcrossNodes ?? ksm.mergeAcrossNodes
  if (apart !== ksm.mergeAcrossNodes && ksm.sharingPages > 0)
    throw refused('merge_across_nodes cannot be changed while pages are shared: unmerge them first.')
  machine.ksm = { ...ksm, ...present(change) }
  machine.tuned = true
  refreshNow(model, hostId)
}

/** Our MOM has no rules of its own that it would follow: what it is given is kept and shown. */
export function takeKnobsFromMom(model: Model, hostId: string, policy: string): void {
  if (model.hostTraits.get(hostId)?.hasMom !== true)
    throw new HostRefusal('host-unsupported', 'No MOM runs on this host.')
  machineOf(model, hostId).momPolicy = policy
}

export function setBalloonTarget(model: Model, target: Target, targetKiB: number): void {
  tuneGuest(model, target, 'balloon', ({ vm, guest }) => {
    const [minKiB, maxKiB] = [minKiBOf(vm), maxKiBOf(vm)]
    if (targetKiB < minKiB || targetKiB > maxKiB)
      throw refused(`The balloon of ${vm.name} goes from ${minKiB} to ${maxKiB} KiB; ${targetKiB} is outside.`)
    guest.targetKiB = targetKiB
  })
}

/** What libvirt allows. */
const QUOTA_US = { min: 1_000, max: 17_592_186_044_415 }
const PERIOD_US = { min: 1_000, max: 1_000_000 }
const SHARES = { min: 2, max: 262_144 }

export function setCpuTune(model: Model, target: Target, { quotaUs, periodUs, shares }: CpuTuneChange): void {
  tuneGuest(model, target, 'cpu', ({ guest }) => {
    if (quotaUs !== undefined && quotaUs !== 'unlimited') within('CPU quota', quotaUs, QUOTA_US)
    if (periodUs !== undefined) within('CPU period', periodUs, PERIOD_US)
    if (shares !== undefined) within('CPU shares', shares, SHARES)
    guest.quotaUs = quotaUs ?? guest.quotaUs
    guest.periodUs = periodUs ?? guest.periodUs
    guest.shares = shares ?? guest.shares
  })
}

export function setIoTune(model: Model, target: Target, { device, limits }: IoTune): void {
  tuneGuest(model, target, 'io', ({ vm, guest }) => {
    if (device !== 'vda') throw refused(`${vm.name} has no device ${device}.`)
    const next = { ...guest.limits, ...present(limits) }
    for (const [total, ...parts] of exclusive) {
      if (next[total] !== 'unlimited' && parts.some(part => next[part] !== 'unlimited'))
        throw refused(`${total} excludes ${parts.join(' and ')}.`)
    }
    guest.limits = next
  })
}

const exclusive = [
  ['totalBytesPerS', 'readBytesPerS', 'writeBytesPerS'],
  ['totalIops', 'readIops', 'writeIops'],
] as const

export function pinVcpus(model: Model, target: Target, pins: readonly VcpuPin[]): void {
  const cpuCount = cpusOf(getHost(model, target.hostId))
  tuneGuest(model, target, 'pin', ({ vm, guest }) => {
    for (const { vcpu, cpuIds } of pins) {
      if (guest.vcpus[vcpu] === undefined) throw refused(`${vm.name} has no vCPU ${vcpu}.`)
      const unknown = cpuIds.find(id => id >= cpuCount)
      if (unknown !== undefined) throw refused(`The host has no CPU ${unknown}.`)
    }
    for (const { vcpu, cpuIds } of pins) {
      const chosen = [...new Set(cpuIds)].toSorted((a, b) => a - b)
      const state = guest.vcpus[vcpu]
      if (state !== undefined) state.pinnedTo = chosen.length === cpuCount ? undefined : chosen
    }
  })
}

/** Stops or resumes its vCPUs; the engine then shows it as paused. Only a VM that is up can be paused. */
export function pauseVm(model: Model, { hostId, vmId }: Target, paused: boolean): void {
  const vm = residentVm(model, { hostId, vmId })
  const [from, to] = paused ? (['up', 'paused'] as const) : (['paused', 'up'] as const)
  if (vm.status !== from || model.lockedVmIds.has(vmId)) throw refused(`${vm.name} is ${vm.status}, not ${from}.`)
  refreshNow(model, hostId)
  vm.status = to
  refreshNow(model, hostId)
  tell(model, hostId, { kind: paused ? 'vm-paused' : 'vm-resumed', vmId })
}

type Tuned = Readonly<{ vm: SimVm; guest: GuestState }>

function tuneGuest(model: Model, target: Target, name: string, change: (tuned: Tuned) => void): void {
  const vm = residentVm(model, target)
  const machine = refreshNow(model, target.hostId)
  change({ vm, guest: guestState(model, vm, target.hostId) })
  machine.tuned = true
  refreshNow(model, target.hostId)
  if (name !== 'balloon') tell(model, target.hostId, { kind: 'tuned', vmId: vm.id, names: [name] })
}

function residentVm({ state, copies }: Model, { hostId, vmId }: Target): SimVm {
  const vm = state.vms.get(vmId)
  if (copies.get(vmId)?.toHostId === hostId) throw new HostRefusal('host-busy', 'The VM is on its way to this host.')
  if (vm === undefined || vm.hostId !== hostId)
    throw new HostRefusal('host-no-such-vm', 'The host runs no VM of this id.')
  if (vm.status === 'wait_for_launch') throw new HostRefusal('host-busy', `${vm.name} is being started.`)
  return vm
}

function within(what: string, value: number, { min, max }: Readonly<{ min: number; max: number }>): void {
  if (value < min || value > max) throw refused(`${what} must be from ${min} to ${max}, not ${value}.`)
}

const refused = (message: string): HostRefusal => new HostRefusal('host-refused', message)
