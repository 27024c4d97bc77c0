import type { MemoryPlan, MemoryView } from '../memory/memory-plan.ts'
import type { CpuView } from '../pinning/cpu-view.ts'
import type { PinPlan } from '../pinning/pin-plan.ts'
import type { CpuStanding, MemoryStanding } from './arbitration.ts'

/** `ksmRuns`: undefined where there is no KSM, or it is not ours to switch. */
export const memoryStanding = (
  { availableKiB }: Pick<MemoryView, 'availableKiB'>,
  { reserveKiB, givableKiB }: Pick<MemoryPlan, 'reserveKiB' | 'givableKiB'>,
  ksmRuns: boolean | undefined,
): MemoryStanding => ({ availableKiB, reserveKiB, givableKiB, ...(ksmRuns !== undefined && { ksmRuns }) })

/** undefined: the host has no core to put anything on. */
export function cpuStanding(
  { cores }: Pick<CpuView, 'cores'>,
  { before, after }: Pick<PinPlan, 'before' | 'after'>,
): CpuStanding | undefined {
  const capacityPercent = 100 * cores.reduce((sum, { capacity }) => sum + capacity, 0)
  if (capacityPercent === 0) return undefined
  return {
    // The plan has it in percent of the capacity.
    demandPercent: (before.demandPercent * capacityPercent) / 100,
    capacityPercent,
    highestPercent: before.highestPercent,
    lowestPercent: before.lowestPercent,
    highestAfterPercent: after.highestPercent,
  }
}
