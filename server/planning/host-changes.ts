import { clamp } from '../../shared/measure/statistics.ts'
import type { PlannedHost } from '../../shared/plan/plan.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import { hostUses } from './host-uses.ts'
import { nameOf } from './input-names.ts'

/** The hosts that VMs leave or come to, before and after. */
export function hostChanges(input: PlanInput, end: readonly number[]): PlannedHost[] {
  const start = input.vms.map(({ host }) => host)
  const [before, after] = [hostUses(input, start), hostUses(input, end)]
  const changed = new Set(start.flatMap((from, vm) => (end[vm] === from ? [] : [from, end[vm] ?? from])))
  return [...input.hosts.entries()]
    .filter(([at]) => changed.has(at))
    .map(([at, host]) => {
      const memory = ({ memoryMiB }: typeof before) =>
        percent((100 * (memoryMiB[at] ?? 0)) / Math.max(host.memoryMiB, 1))
      const cpu = ({ cpuPoints }: typeof before) => percent((cpuPoints[at] ?? 0) / host.threads)
      return {
        host: nameOf(host),
        memoryBeforePercent: memory(before),
        memoryAfterPercent: memory(after),
        cpuBeforePercent: cpu(before),
        cpuAfterPercent: cpu(after),
        vmsBefore: before.vms[at] ?? 0,
        vmsAfter: after.vms[at] ?? 0,
      }
    })
}

const percent = (value: number): number => Math.round(clamp(value, 0, 100) * 10) / 10
