import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { skip } from '../../../shared/policy/reason.ts'
import { mapCores } from './core-map.ts'
import type { CpuContext } from './cpu-context.ts'
import type { CpuView } from './cpu-view.ts'
import { hostLoads } from './host-load.ts'
import { createGuestJudge, type MeasuredGuest } from './judge-guest.ts'
import { measureVcpus } from './measure-vcpus.ts'

export type CpuReadings = Readonly<{
  host: HostReading
  guests: readonly GuestReading[]
  /** The guests of the reading before. */
  before: readonly GuestReading[] | undefined
  /** Between both readings of the guests, as measured. */
  elapsedMs: number
  context: CpuContext
}>

/** Means over a longer time than this say little about now. */
const MOST_ELAPSED_MS = 120_000

/**
 * A host as the planner of pins sees it. undefined: nothing can be said after a first reading, after a gap, or of a host without a CPU for
 * vCPUs. What may not be moved, by itself or with its VM, counts as fixed on the core that it was seen on.
 */
export function viewCpus({ host, guests, before, elapsedMs, context }: CpuReadings): CpuView | undefined {
  if (before === undefined || !(elapsedMs > 0) || elapsedMs > MOST_ELAPSED_MS) return undefined
  const map = mapCores(host, context.reservedCpuIds, context.threadCapacity)
  if (map.cores.length === 0) return undefined
  const earlierOf = new Map(before.map(guest => [guest.id, guest]))
  const measured = guests.map((guest): MeasuredGuest => {
    const earlier = earlierOf.get(guest.id)
    return { guest, isNew: earlier === undefined, vcpus: measureVcpus(guest, earlier, elapsedMs) }
  })
  const judge = createGuestJudge(map, context)
  const judged = measured.map(one => ({ ...one, ...judge(one) }))

  const fixed = map.cores.map(() => 0)
  const addFixed = (cpuId: number, percent: number) => {
    const core = map.coreOf.get(cpuId)
    if (core !== undefined) fixed[core] = (fixed[core] ?? 0) + percent
  }
  const all = measured.flatMap(({ vcpus }) => vcpus)
  for (const [cpuId, percent] of hostLoads(host.cpus, all)) addFixed(cpuId, percent)
  for (const { reading, demandPercent = 0 } of judged.flatMap(({ stay }) => stay))
    if (reading.onCpuId !== undefined) addFixed(reading.onCpuId, demandPercent)
  return {
    atMs: host.takenAtMs,
    cores: map.cores.map((core, index) => ({ ...core, fixedPercent: fixed[index] ?? 0 })),
    vcpus: judged.flatMap(({ movable }) => movable),
    leftAlone: judged.flatMap(({ guest, because }) => (because === undefined ? [] : [skip(guest, because)])),
  }
}
