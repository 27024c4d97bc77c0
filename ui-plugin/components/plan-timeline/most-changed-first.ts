import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { PlannedHost } from '../../../shared/plan/plan.ts'
import type { ShownUse } from './uses-at.ts'

/** Of many hosts those matter that the plan is made for. Whole percents; ties by name. */
export const mostChangedFirst = (hosts: readonly PlannedHost[]): readonly PlannedHost[] =>
  hosts.toSorted(
    (a, b) =>
      changeTo(b, b.memoryAfterPercent, b.cpuAfterPercent) - changeTo(a, a.memoryAfterPercent, a.cpuAfterPercent) ||
      compareNames(a.host.name, b.host.name),
  )

/** Those first that differ most from now at one point; equals keep their order. */
export function mostDifferentFirst(
  hosts: readonly PlannedHost[],
  uses: ReadonlyMap<string, ShownUse>,
): readonly PlannedHost[] {
  const change = (host: PlannedHost) => {
    const use = uses.get(host.host.id)
    return use === undefined ? 0 : changeTo(host, use.memoryPercent, use.cpuPercent)
  }
  return hosts.toSorted((a, b) => change(b) - change(a))
}

const changeTo = (host: PlannedHost, memoryPercent: number, cpuPercent: number): number =>
  Math.round(Math.max(Math.abs(memoryPercent - host.memoryBeforePercent), Math.abs(cpuPercent - host.cpuBeforePercent)))
