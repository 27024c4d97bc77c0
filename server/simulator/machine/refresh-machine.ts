import { cpuDemandPercent, memoryDemandPercent } from '../demand/demand.ts'
import { HYPERVISOR_SHARE, MIGRATION_CPU_PERCENT, SYSTEM_SHARE } from '../world/cpu-overhead.ts'
import { cpusOf, type Model } from '../world/model.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import { diskRates } from './disk-io.ts'
import { guestMemory, moveBalloon } from './guest-memory.ts'
import { DEFAULT_SHARES, homeNodeOf, maxKiBOf } from './guest-state.ts'
import { type Guest, guestsOf } from './guests-of.ts'
import { tell } from './host-events.ts'
import { countSwap } from './host-swap.ts'
import type { GuestState, Machine } from './machine.ts'
import { hostSwapKiB, machineMemory } from './machine-memory.ts'
import { ksmCpuPercent, mergePages, PAGE_KIB } from './merge-pages.ts'
import { type CpuTask, placeTasks } from './place-vcpus.ts'

/** How far back the use of CPUs is told of. */
export const USE_WINDOW_MS = 15_000

/** Counts what has run since the last time, then works out what everybody does from `atMs` on. */
export function refreshMachine(model: Model, machine: Machine, host: SimHost, atMs: number): void {
  const seconds = (atMs - machine.refreshedMs) / 1_000
  const guests = guestsOf(model, host.id)
  for (const { state } of guests) count(state, seconds)
  machine.refreshedMs = atMs
  const wanted = guests.map(({ vm, state }) => {
    const busy = busyShare(model, vm, atMs)
    refreshMemory(model, vm, state, { atMs, seconds, busy })
    state.disk = diskRates(state.traits.diskBytesPerS * busy, state.limits)
    return busy
  })
  machine.ksm = mergePages(machine.ksm, mergeable(guests, host), seconds)
  machine.swap = countSwap(machine.swap, hostSwapKiB(host, machineMemory(model, host, machine)), seconds)
  placeGuests(model, machine, host, guests, wanted)
  for (const { state } of guests) if (state.fresh) backdate(state, atMs)
}

function count(guest: GuestState, seconds: number): void {
  for (const vcpu of guest.vcpus) {
    vcpu.runNs += vcpu.run * seconds * 1e9
    vcpu.delayNs += vcpu.delay * seconds * 1e9
  }
  guest.readBytes += guest.disk.readBytesPerS * seconds
  guest.writtenBytes += guest.disk.writtenBytesPerS * seconds
}

/** Nobody watched it from its start: it is taken to have done then what it does now. */
function backdate(guest: GuestState, atMs: number): void {
  guest.fresh = false
  count(guest, Math.max(0, atMs - guest.sinceMs) / 1_000)
}

function busyShare({ demands }: Model, { id, status }: SimVm, atMs: number): number {
  const demand = demands.get(id)
  return demand === undefined || status === 'paused' ? 0 : cpuDemandPercent(demand, atMs) / 100
}

/** How much of what it swapped out a busy guest wants back per second. */
const SWAP_CHURN_PER_S = 0.02
/** A guest that idles touches what was freed slowly, a busy one faster. */
const RETOUCH_KIB_PER_S = { idle: 256, busy: 8_192 }

type Step = Readonly<{ atMs: number; seconds: number; busy: number }>

function refreshMemory(model: Model, vm: SimVm, state: GuestState, { atMs, seconds, busy }: Step): void {
  const demand = model.demands.get(vm.id)
  const maxKiB = maxKiBOf(vm)
  const before = { swappedKiB: state.memory.swappedKiB, currentKiB: state.currentKiB }
  if (state.targetKiB !== undefined && state.traits.balloonDriver && vm.status !== 'paused')
    state.currentKiB = moveBalloon(state.currentKiB, state.targetKiB, state.memory, seconds)
  state.currentKiB = Math.min(maxKiB, state.currentKiB)
  state.memory = guestMemory({
    maxKiB,
    currentKiB: state.currentKiB,
    touchedKiB: demand === undefined ? 0 : (maxKiB * memoryDemandPercent(demand, atMs)) / 100,
    cachedShare: state.traits.cachedShare,
    freedShare: state.traits.freedShare,
    reclaimedKiB: Math.max(
      0,
      state.memory.reclaimedKiB - seconds * (RETOUCH_KIB_PER_S.idle + busy * RETOUCH_KIB_PER_S.busy),
    ),
  })
  const grewPerS = seconds === 0 ? 0 : (state.memory.swappedKiB - before.swappedKiB) / seconds
  const churnPerS = state.memory.swappedKiB * SWAP_CHURN_PER_S * busy
  state.swapOutKiBPerS = churnPerS + Math.max(0, grewPerS)
  state.swapInKiBPerS = churnPerS + Math.max(0, -grewPerS)
  if (Math.round(state.currentKiB) !== Math.round(before.currentKiB))
    tell(model, state.hostId, { kind: 'balloon-changed', vmId: vm.id, currentKiB: Math.round(state.currentKiB) })
}

function mergeable(guests: readonly Guest[], host: SimHost) {
  let [pages, identicalPages] = [0, 0]
  for (const { state } of guests) {
    const resident = state.memory.residentKiB / PAGE_KIB
    pages += resident
    identicalPages += resident * state.traits.identicalShare
  }
  return { pages, identicalPages, nodes: host.numa.length }
}

function placeGuests(
  model: Model,
  machine: Machine,
  host: SimHost,
  guests: readonly Guest[],
  busy: readonly number[],
): void {
  const count = cpusOf(host)
  const layout = { count, threadsPerCore: host.cpu.threads, perNode: host.cpu.cores * host.cpu.threads }
  const leavesVcpus = model.hostTraits.get(host.id)?.leavesVcpus === true
  const free = guests.flatMap(({ state }, index) => tasksOf(state, host, busy[index] ?? 0))
  const ofGuests = leavesVcpus ? whereTheyAre(free, count) : free
  const places = placeTasks(layout, SYSTEM_SHARE, [...ofGuests, ...ownTasks(model, machine)])

  const slice = {
    fromMs: machine.refreshedMs,
    guests: new Float32Array(count),
    own: new Float32Array(count).fill(SYSTEM_SHARE),
  }
  const vcpus = guests.flatMap(({ state }) => state.vcpus)
  for (const [index, { cpu, got }] of places.entries()) {
    const vcpu = vcpus[index]
    if (vcpu === undefined) {
      slice.own[cpu] = (slice.own[cpu] ?? 0) + got
      continue
    }
    vcpu.cpu = cpu
    vcpu.run = got
    vcpu.delay = Math.max(0, (ofGuests[index]?.wanted ?? 0) - got)
    slice.guests[cpu] = (slice.guests[cpu] ?? 0) + got * (1 - HYPERVISOR_SHARE)
    slice.own[cpu] = (slice.own[cpu] ?? 0) + got * HYPERVISOR_SHARE
  }
  const oldestMs = machine.refreshedMs - USE_WINDOW_MS
  const { slices } = machine
  machine.slices = [...slices.filter((_, index) => (slices[index + 1]?.fromMs ?? oldestMs + 1) > oldestMs), slice]
}

function tasksOf(state: GuestState, host: SimHost, busy: number): CpuTask[] {
  const limit = state.quotaUs === 'unlimited' ? 1 : Math.min(1, state.quotaUs / state.periodUs)
  const homeNode = host.numa.length > 1 ? homeNodeOf(state, host) : undefined
  return state.vcpus.map(({ pinnedTo, cpu }, index) => ({
    wanted: wantedBy(index, state, busy),
    limit,
    weight: state.shares / DEFAULT_SHARES,
    allowed: pinnedTo,
    homeNode,
    previousCpu: cpu,
  }))
}

/** A kernel that does not balance found them all on a few CPUs, and moves none that may stay. */
function whereTheyAre(tasks: readonly CpuTask[], cpus: number): CpuTask[] {
  const few = Math.max(1, Math.floor(cpus / 4))
  return tasks.map((task, index) => {
    const { previousCpu, allowed } = task
    const cpu = previousCpu ?? (allowed === undefined ? index % few : undefined)
    const mayStay = cpu !== undefined && (allowed?.includes(cpu) ?? true)
    return mayStay ? { ...task, allowed: [cpu] } : task
  })
}

/** Every other vCPU does what its neighbour leaves to it, so that all together want what the VM wants. */
function wantedBy(index: number, { vcpus, traits }: GuestState, busy: number): number {
  if (index === vcpus.length - 1 && index % 2 === 0) return busy
  const moved = traits.vcpuSkew * Math.min(busy, 1 - busy)
  return index % 2 === 0 ? busy + moved : busy - moved
}

/** What the host does besides: migrations, and merging pages. */
function ownTasks({ copies }: Model, { hostId, ksm }: Machine): CpuTask[] {
  const shares = [...copies.values()]
    .filter(({ phase, fromHostId, toHostId }) => phase === 'copying' && [fromHostId, toHostId].includes(hostId))
    .map(() => MIGRATION_CPU_PERCENT / 100)
  if (ksm.run === 'merge') shares.push(ksmCpuPercent(ksm) / 100)
  return shares.map(wanted => ({ wanted, limit: 1, weight: 1 }))
}
