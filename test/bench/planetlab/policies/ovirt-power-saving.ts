import type { Policy, PolicyView } from '../policy.ts'
import { balance, HIGH_PERCENT, lasts, loadPercent, type Place } from './ovirt-balance.ts'
import { loadOf, type PlannedHost } from './planned-hosts.ts'

const LOW_PERCENT = 20

/**
 * oVirt's cluster policy power_saving with the engine's shipped properties (HighUtilization 80, LowUtilization 20, two
 * minutes): VMs leave hosts above 80 %, the busiest first, then hosts below 20 %, the least busy first; they gather on the
 * fullest hosts that stay at or below 80 %. Its limits of free memory are off as shipped.
 */
export const ovirtPowerSaving = (): Policy => ({ name: 'ovirt-power-saving', decide })

const decide = (view: PolicyView) =>
  balance(view, {
    sourcesOf: hosts => [
      ...hosts.filter(isOver).toSorted((a, b) => loadOf(b) - loadOf(a)),
      ...hosts.filter(isUnder).toSorted((a, b) => loadOf(a) - loadOf(b)),
    ],
    isDestination: host => host.vms.length > 0 && !isOver(host),
    byCpu: (a, b) => roomLeft(a) - roomLeft(b),
    byMemory: (a: Place, b: Place) => b.memoryMb - a.memoryMb,
  })

/** The fuller the better, but the worst is a host above the limit: so VMs leave it. */
const roomLeft = ({ load }: Place): number => (100 * load > HIGH_PERCENT ? 1 : -load)

const isOver = (host: PlannedHost): boolean =>
  loadPercent(host) >= HIGH_PERCENT && lasts(host, percent => percent >= HIGH_PERCENT)

const isUnder = (host: PlannedHost): boolean =>
  loadPercent(host) < LOW_PERCENT && lasts(host, percent => percent < LOW_PERCENT)
