import type { GuestReading, VcpuReading } from '../../../shared/model/host-reading.ts'

type Guest = Pick<GuestReading, 'id' | 'name' | 'vcpus'>

/** One vCPU as a CPU of the host sees it. */
export type VcpuAt = Readonly<{
  guest: Guest
  vcpu: VcpuReading
  /** Of the vCPU: where it may run; undefined: on every CPU, or not told. */
  pinnedTo: readonly number[] | undefined
}>

/** Bound to some CPUs of the host: all of them would mean bound to none. */
export const isPinned = ({ pinnedTo }: Pick<VcpuReading, 'pinnedTo'>, cpuIds: readonly number[]): boolean => {
  if (pinnedTo === undefined) return false
  const allowed = new Set(pinnedTo)
  return cpuIds.some(id => !allowed.has(id))
}

const pinsOf = (vcpu: VcpuReading, cpuIds: readonly number[]) => (isPinned(vcpu, cpuIds) ? vcpu.pinnedTo : undefined)

/** What was last seen on a CPU, then what is pinned to it; what may run everywhere counts only where it runs. */
export function vcpusAt(cpuId: number, guests: readonly Guest[], cpuIds: readonly number[]): readonly VcpuAt[] {
  const all = guests.flatMap(guest => guest.vcpus.map(vcpu => ({ guest, vcpu, pinnedTo: pinsOf(vcpu, cpuIds) })))
  const here = all.filter(({ vcpu }) => vcpu.onCpuId === cpuId)
  return [...here, ...all.filter(({ vcpu, pinnedTo }) => vcpu.onCpuId !== cpuId && pinnedTo?.includes(cpuId))]
}

/** CPU → how many vCPUs were last seen on it. */
export function vcpuCounts(guests: readonly Guest[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { vcpus } of guests)
    for (const { onCpuId } of vcpus) if (onCpuId !== undefined) counts.set(onCpuId, (counts.get(onCpuId) ?? 0) + 1)
  return counts
}

export type PinnedVcpus = Readonly<{ vcpus: readonly number[]; cpuIds: readonly number[] }>

/** The pinned vCPUs of a VM; those with the same CPUs together. */
export function pinnedVcpus({ vcpus }: Pick<Guest, 'vcpus'>, cpuIds: readonly number[]): readonly PinnedVcpus[] {
  const pinned = vcpus.flatMap(vcpu => {
    const pins = pinsOf(vcpu, cpuIds)
    return pins === undefined ? [] : [{ index: vcpu.index, pins: pins.toSorted((a, b) => a - b) }]
  })
  return [...Map.groupBy(pinned, ({ pins }) => pins.join()).values()].map(alike => ({
    vcpus: alike.map(({ index }) => index),
    cpuIds: alike[0]?.pins ?? [],
  }))
}

/** Whether the host tells of any vCPU where it runs or may run. */
export const tellsPlaces = (guests: readonly Guest[]): boolean =>
  guests.some(({ vcpus }) => vcpus.some(({ onCpuId, pinnedTo }) => onCpuId !== undefined || pinnedTo !== undefined))

/** The CPUs that light up with a VM: where its vCPUs were last seen. */
export const cpusOf = (guest: Pick<Guest, 'vcpus'> | undefined): ReadonlySet<number> =>
  new Set(guest?.vcpus.flatMap(({ onCpuId }) => (onCpuId === undefined ? [] : [onCpuId])))
