import type { Policy, PolicyView } from '../policy.ts'
import { balance, HIGH_PERCENT, lasts, loadPercent, type Place, ROOM_PERCENT } from './ovirt-balance.ts'
import { loadOf, type PlannedHost } from './planned-hosts.ts'

/**
 * oVirt's cluster policy evenly_distributed with the engine's shipped properties (HighUtilization 80, two minutes): VMs leave
 * hosts above 80 %, the busiest first, for the least busy of those below 64 %. Hosts that are off count as such: this policy
 * knows no power, the engine keeps all hosts on.
 */
export const ovirtEvenlyDistributed = (): Policy => ({ name: 'ovirt-evenly-distributed', decide })

const decide = (view: PolicyView) =>
  balance(view, {
    sourcesOf: hosts => hosts.filter(isOver).toSorted((a, b) => loadOf(b) - loadOf(a)),
    isDestination: host => loadPercent(host) < ROOM_PERCENT,
    byCpu: (a, b) => a.load - b.load,
    byMemory: (a: Place, b: Place) => a.memoryMb - b.memoryMb,
  })

const isOver = (host: PlannedHost): boolean =>
  loadPercent(host) >= HIGH_PERCENT && lasts(host, percent => percent >= HIGH_PERCENT)
