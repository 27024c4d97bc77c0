import type { GuestCollector } from './collector.ts'
import { flag, orNil } from './figures.ts'

/**
 * Ours, not MOM's: what the manager says of a VM. `sla_class` is a text, lower `priority` is less important, `migratable` is 1
 * or 0, `mem_guaranteed_pct` a float, percent of its memory, `balancer_target` KiB: what our memory balancer would bring it to,
 * nil where it would leave it. Nothing of it is needed to be ready.
 */
export const guestSla: GuestCollector = {
  name: 'GuestSla',
  mandatory: [],
  optional: ['sla_class', 'priority', 'migratable', 'mem_guaranteed_pct', 'balancer_target'],
  collect(_guest, { sla }) {
    if (sla === undefined) return undefined
    const { slaClass, priority, isMigratable, guaranteedPercent, balancerTargetKiB } = sla
    return {
      sla_class: slaClass ?? null,
      priority: orNil(priority),
      migratable: flag(isMigratable),
      mem_guaranteed_pct: guaranteedPercent ?? null,
      balancer_target: orNil(balancerTargetKiB),
    }
  },
}
