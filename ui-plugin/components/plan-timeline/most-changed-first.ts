import type { PlannedHost } from '../../../shared/plan/plan.ts'

const names = new Intl.Collator('en', { numeric: true })

/** Of many hosts those matter that the plan is made for. Whole percents; ties by name. */
export function mostChangedFirst(hosts: readonly PlannedHost[]): readonly PlannedHost[] {
  const change = (host: PlannedHost) =>
    Math.round(
      Math.max(
        Math.abs(host.memoryAfterPercent - host.memoryBeforePercent),
        Math.abs(host.cpuAfterPercent - host.cpuBeforePercent),
      ),
    )
  return hosts.toSorted((a, b) => change(b) - change(a) || names.compare(a.host.name, b.host.name))
}
