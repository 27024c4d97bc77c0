import { clamp } from '../../shared/measure/statistics.ts'
import { vcpusPerCpu } from '../../shared/measure/vcpus-per-cpu.ts'
import type { PlannedHost } from '../../shared/plan/plan.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import { hostUses } from './host-uses.ts'
import { nameOf } from './input-names.ts'

/** These hosts before and after. `touched`: the ids of those that VMs leave or come to, were it only to be parked. */
export function hostChanges(input: PlanInput, end: readonly number[], touched: ReadonlySet<string>): PlannedHost[] {
  const start = input.vms.map(({ host }) => host)
  const [before, after] = [hostUses(input, start), hostUses(input, end)]
  return [...input.hosts.entries()]
    .filter(([, { id }]) => touched.has(id))
    .map(([at, host]) => {
      const memory = ({ memoryMiB }: typeof before) =>
        percent((100 * (memoryMiB[at] ?? 0)) / Math.max(host.memoryMiB, 1))
      const cpu = ({ cpuPoints }: typeof before) => percent((cpuPoints[at] ?? 0) / host.threads)
      const contention = ({ vcpus }: typeof before) => vcpusPerCpu(vcpus[at] ?? 0, host.threads)
      return {
        host: nameOf(host),
        memoryBeforePercent: memory(before),
        memoryAfterPercent: memory(after),
        cpuBeforePercent: cpu(before),
        cpuAfterPercent: cpu(after),
        vcpusPerCpuBefore: contention(before),
        vcpusPerCpuAfter: contention(after),
        vmsBefore: before.vms[at] ?? 0,
        vmsAfter: after.vms[at] ?? 0,
        now: {
          memoryTotalMiB: host.memoryMiB,
          memoryUsedMiB: host.memoryUsedMiB,
          logicalCpus: host.threads,
          cpuPoints: host.cpuPercent * host.threads,
          vcpus: before.vcpus[at] ?? 0,
        },
      }
    })
}

const percent = (value: number): number => Math.round(clamp(value, 0, 100) * 10) / 10
