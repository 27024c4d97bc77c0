import { clamp } from '../../../shared/measure/statistics.ts'
import type { GuestReading, VcpuReading } from '../../../shared/model/host-reading.ts'

/** Of one vCPU between two readings, in percent of one CPU. */
export type MeasuredVcpu = Readonly<{
  reading: VcpuReading
  /** Run time alone; undefined where it cannot be known yet. */
  runPercent: number | undefined
  /** Run time and time it waited for a CPU, 0 to 100; the run time alone where no waiting is told. */
  demandPercent: number | undefined
}>

const NS_PER_MS = 1e6

/** The vCPUs that are online. One that is new, does not tell its run time, or whose counters went back has no figures. */
export function measureVcpus(
  now: GuestReading,
  before: GuestReading | undefined,
  elapsedMs: number,
): readonly MeasuredVcpu[] {
  const earlierOf = new Map(before?.vcpus.map(vcpu => [vcpu.index, vcpu]))
  const percent = (ns: number) => (100 * ns) / (elapsedMs * NS_PER_MS)
  return now.vcpus
    .filter(({ state }) => state !== 'offline')
    .map(reading => {
      const earlier = earlierOf.get(reading.index)
      const ranNs = grown(reading.timeNs, earlier?.timeNs)
      const isDelayTold = reading.delayNs !== undefined && earlier?.delayNs !== undefined
      const delayedNs = isDelayTold ? grown(reading.delayNs, earlier.delayNs) : 0
      if (ranNs === undefined || delayedNs === undefined)
        return { reading, runPercent: undefined, demandPercent: undefined }
      const demandPercent = clamp(percent(ranNs + delayedNs), 0, 100)
      return { reading, runPercent: clamp(percent(ranNs), 0, 100), demandPercent }
    })
}

function grown(now: number | undefined, before: number | undefined): number | undefined {
  return now === undefined || before === undefined || now < before ? undefined : now - before
}
