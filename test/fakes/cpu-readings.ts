import type { CpuContext } from '../../server/tuning/pinning/cpu-context.ts'
import type { CpuView } from '../../server/tuning/pinning/cpu-view.ts'
import { viewCpus } from '../../server/tuning/pinning/view-cpus.ts'
import type { GuestReading, HostReading, PhysicalCpu, VcpuReading } from '../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from './host-readings.ts'

const PERCENT_NS = 1e8 // of the ten seconds between both readings

export const plainContext: CpuContext = {
  reservedCpuIds: new Set(),
  originalOf: () => undefined,
  leaveAlone: () => undefined,
  homeOf: () => undefined,
}

/** Four CPUs in two cores of two threads each, 0 and 2, 1 and 3, idle. */
export const fourThreads = [0, 1, 2, 3].map((id): PhysicalCpu => ({ id, socketId: 0, coreId: id % 2 }))
export const fourCores = [0, 1, 2, 3].map((id): PhysicalCpu => ({ id }))

/** One vCPU: what it used since the reading before, and where it is. */
export type UsedVcpu = Partial<VcpuReading> & { ran?: number; delayed?: number }
export type UsedVm = Partial<GuestReading> & { used: readonly UsedVcpu[] }

export function cpuReadings(vms: readonly UsedVm[]): Readonly<{ guests: GuestReading[]; before: GuestReading[] }> {
  const at = (isLater: boolean) =>
    vms.map(({ used, ...over }, n) => {
      const vcpus = used.map(({ ran = 0, delayed = 0, ...vcpu }, index): VcpuReading => {
        const grown = (percent: number) => 5e9 + (isLater ? percent * PERCENT_NS : 0)
        return { index, state: 'running', timeNs: grown(ran), delayNs: grown(delayed), onCpuId: 0, ...vcpu }
      })
      return aGuestReading({ id: `vm${n}`, name: `vm${n}`, ...over, vcpus })
    })
  return { guests: at(true), before: at(false) }
}

/** Of a host of four single cores unless told otherwise, looked at again after ten seconds. */
export function viewed(
  vms: readonly UsedVm[],
  { host = {}, context = {} }: { host?: Partial<HostReading>; context?: Partial<CpuContext> } = {},
): CpuView {
  const found = viewCpus({
    host: aHostReading({ cpus: fourCores, numaNodes: [], ...host }),
    ...cpuReadings(vms),
    elapsedMs: 10_000,
    context: { ...plainContext, ...context },
  })
  if (found === undefined) throw new Error('There is a view.')
  return found
}

/** CPUs of which so much was used. */
export const busyCpus = (cpus: readonly PhysicalCpu[], percents: readonly number[]): PhysicalCpu[] =>
  cpus.map((cpu, n) => ({ ...cpu, use: { userPercent: percents[n] ?? 0, systemPercent: 0, idlePercent: 0 } }))
