import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { effectiveCores } from '../facts/host-load.ts'
import { pendingOn, type Situation, vmsOn } from '../facts/situation.ts'
import { type VmFacts, vcpusOf } from '../facts/vm-facts.ts'
import { totalRequiredNoHugeMiB } from '../facts/vm-memory.ts'
import { unknown } from '../unit.ts'

export type Unplaced = Readonly<{ vmId: string; because: Reason }>

/** If the host failed: would the others take its highly available VMs? */
export type HostReservation = Readonly<
  | { kind: 'covered'; because: Reason }
  | { kind: 'failed'; because: Reason; unplaced: readonly Unplaced[] }
  | { kind: 'unknown'; field: string }
>

/** Room on another host; what is placed is taken off. A field: what is missing to know it. */
type Room = { readonly host: HostFacts; freeMiB: number; freePercent: number } | { readonly field: string }
type Need = Readonly<{ memoryMiB: number; cpuPercent: number }>

/**
 * By id of each host that is up. Nothing moves: the engine raises an alert. Empty where the cluster does not reserve or no
 * host is up. VMs and hosts are tried in the order given, the first that fits takes the VM. Source: rules §9.5.
 */
export function haReservation(situation: Situation): ReadonlyMap<string, HostReservation> {
  const { haReservation: isOn } = situation.cluster
  if (isOn === false) return new Map()
  const up = situation.hosts.filter(({ status }) => status === 'up')
  if (isOn === undefined) return new Map(up.map(({ id }) => [id, unknown('cluster.haReservation')]))
  const [only] = up
  if (only && up.length === 1) {
    const because = reason('only-host', `${only.name} is the only host that is up: none could take its VMs.`)
    return new Map([[only.id, { kind: 'failed', because, unplaced: [] }]])
  }
  return new Map(up.map(host => [host.id, ifItFailed(host, up, situation)]))
}

/**
 * Each host is judged as if it failed alone, so room taken for one is free again for the next. What VMs use takes a
 * request for each over REST: without it they are taken to use nothing and then everything, and if that makes no
 * difference it is the answer.
 */
function ifItFailed(failing: HostFacts, up: readonly HostFacts[], situation: Situation): HostReservation {
  const vms = vmsOn(situation, failing.id).filter(({ highlyAvailable }) => highlyAvailable)
  const asTold = judged(failing, vms, up, situation)
  if (asTold.kind !== 'unknown' || !asTold.field.startsWith('vm.usage')) return asTold
  const least = judged(failing, vms.map(using(0)), up, situation)
  if (least.kind === 'failed')
    return { ...least, because: addingTo(least.because, 'Even if they used no more than is guaranteed.') }
  const most = judged(failing, vms.map(using(100)), up, situation)
  if (most.kind === 'covered')
    return { ...most, because: addingTo(most.because, 'Even if they used all that they have.') }
  return asTold
}

/** What was not told of a VM's use is taken to be this. */
const using =
  (percent: number) =>
  (vm: VmFacts): VmFacts => ({ usageMemoryPercent: percent, usageCpuPercent: percent, ...vm })

const addingTo = ({ code, text, values }: Reason, more: string): Reason => reason(code, `${text} ${more}`, values)

function judged(
  failing: HostFacts,
  vms: readonly VmFacts[],
  up: readonly HostFacts[],
  situation: Situation,
): HostReservation {
  const values = { vms: vms.length }
  if (vms.length === 0) {
    return { kind: 'covered', because: reason('no-ha-vms', 'It has no highly available VMs.', values) }
  }
  const rooms = up.filter(({ id }) => id !== failing.id).map(host => roomOn(host, situation))
  const unplaced: Unplaced[] = []
  let missing: string | undefined
  for (const vm of vms) {
    const need = needOf(vm, failing, situation)
    if ('field' in need) {
      missing ??= need.field
      continue
    }
    const fitting = rooms.find(room => fits(need, room))
    if (fitting && !('field' in fitting)) {
      fitting.freeMiB -= need.memoryMiB
      fitting.freePercent -= need.cpuPercent
      continue
    }
    // A host we know too little of might have taken it.
    const unclear = rooms.find(room => 'field' in room)
    if (unclear && 'field' in unclear) missing ??= unclear.field
    else unplaced.push({ vmId: vm.id, because: refusal(vm, need, rooms) })
  }
  if (unplaced.length > 0) {
    const text = `Of its ${vms.length} highly available VMs, ${unplaced.length} would find no host.`
    return {
      kind: 'failed',
      because: reason('ha-vms-unplaced', text, { ...values, unplaced: unplaced.length }),
      unplaced,
    }
  }
  if (missing !== undefined) return unknown(missing)
  const text = `The other hosts would take its ${vms.length} highly available VMs.`
  return { kind: 'covered', because: reason('ha-vms-covered', text, values) }
}

function needOf(vm: VmFacts, failing: HostFacts, { cluster }: Situation): Need | Readonly<{ field: string }> {
  if (vm.usageMemoryPercent === undefined) return unknown('vm.usageMemoryPercent')
  if (vm.usageCpuPercent === undefined) return unknown('vm.usageCpuPercent')
  if (vm.guaranteedMiB === undefined) return unknown('vm.guaranteedMiB')
  const field = cluster.threadsAsCores ? 'threads' : 'cores'
  if (failing[field] === undefined) return unknown(`host.${field}`)
  const cores = effectiveCores(failing, cluster.threadsAsCores)
  return {
    memoryMiB: Math.max(Math.round((vm.memoryMiB * vm.usageMemoryPercent) / 100), vm.guaranteedMiB),
    // In CPUs of the failing host, whatever those of the other are. Source: rules §9.5.
    cpuPercent: Math.trunc((vm.usageCpuPercent * vcpusOf(vm)) / cores),
  }
}

function roomOn(host: HostFacts, situation: Situation): Room {
  if (host.maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  if (host.usagePercent === undefined) return unknown('host.usagePercent')
  const pendingMiB = pendingOn(situation, host.id).reduce(
    (sum, vm) => sum + totalRequiredNoHugeMiB(vm, situation.cluster),
    0,
  )
  // The engine's quirk: maxSchedulingMiB is without pending VMs already, so they count twice. Source: rules §9.5.
  return { host, freeMiB: Math.trunc(host.maxSchedulingMiB) - pendingMiB, freePercent: 100 - host.usagePercent }
}

const fits = ({ memoryMiB, cpuPercent }: Need, room: Room): boolean =>
  !('field' in room) && memoryMiB <= room.freeMiB && cpuPercent <= room.freePercent

function refusal(vm: VmFacts, { memoryMiB, cpuPercent }: Need, rooms: readonly Room[]): Reason {
  const left = rooms
    .flatMap(room => ('field' in room ? [] : [`${room.host.name} has ${room.freeMiB} MiB and ${room.freePercent} %`]))
    .join(', ')
  const text = `${vm.name} needs ${memoryMiB} MiB and ${cpuPercent} % CPU: ${left} left.`
  return reason('ha-vm-unplaced', text, { vm: vm.name, memoryMiB, cpuPercent })
}
