/** Answers to why, as the service gives them, for the tests of this folder. */
import type { ClusterDetail, HostView } from '../../../shared/api/clusters.ts'
import type { PlacedHost, Placement, WhyNotMoved } from '../../../shared/plan/placement.ts'
import { moveGates } from '../../../shared/plan/placement.ts'
import { reason } from '../../../shared/policy/reason.ts'
import type { Portal } from '../../portal/connect-portal.ts'
import { aClusterDetail, aHostView } from '../hosts/cluster-samples.ts'

export const aPlacedHost = (id: string, over: Partial<PlacedHost> = {}): PlacedHost => ({
  host: { id, name: id },
  kept: true,
  verdicts: [{ unit: 'Memory', verdict: 'kept' }],
  weights: [],
  ...over,
})

/** What one weight gives to a host. */
export const aWeight = (unit: string, points: number) => ({
  unit,
  weight: 1,
  reported: true,
  position: 0,
  rank: points,
  factor: 1,
  points,
})

/** h1 is best and where it runs, h2 may, h3 is refused, h4 was not asked. */
export const aPlacement = (over: Partial<Placement> = {}): Placement => ({
  vm: { id: 'v1', name: 'db-07' },
  cluster: { id: 'c1', name: 'Prod' },
  policy: { id: 'p1', name: 'evenly_distributed' },
  current: { id: 'h1', name: 'h1' },
  chosen: { id: 'h1', name: 'h1' },
  because: reason('best-host', 'h1 ranks first with 9 points, h2 follows with 6.', {
    host: 'h1',
    points: 9,
    second: 'h2',
    secondPoints: 6,
  }),
  hosts: [
    aPlacedHost('h1', { points: 9, place: 1, weights: [aWeight('Cpu', 6), aWeight('Ha', 3)] }),
    aPlacedHost('h2', { points: 6, place: 2, weights: [aWeight('Cpu', 2), aWeight('Ha', 4)] }),
    aPlacedHost('h3', {
      kept: false,
      rejectedBy: 'Memory',
      verdicts: [
        {
          unit: 'Memory',
          verdict: 'dropped',
          reason: reason(
            'memory-too-little',
            '4096 MiB are needed, overhead included; 1024 MiB may still be promised.',
            {
              neededMiB: 4096,
              maxSchedulingMiB: 1024,
            },
          ),
        },
        { unit: 'Network', verdict: 'unknown', field: 'vm.nics' },
        { unit: 'CPUOverloaded', verdict: 'dropped' },
      ],
    }),
  ],
  leftOut: [{ id: 'h4', name: 'h4', reason: reason('host-not-up', 'It is in the state maintenance.') }],
  silentWeights: [],
  notAsked: [],
  runnerUpWins: [{ unit: 'Cpu', factor: 2, needed: 1, direction: 'lower' }],
  snapshotTakenAtMs: 0,
  ...over,
})

/** Stopped at the threshold; nobody knows of earlier moves. */
export const aWhyNotMoved = (): WhyNotMoved => ({
  vm: { id: 'v1', name: 'db-07' },
  because: reason('enough', 'host_memory_balance: h1 has enough.', { unit: 'host_memory_balance' }),
  gates: moveGates.map(gate => ({
    gate,
    isOpen: gate !== 'threshold' && gate !== 'recommendation',
    reason:
      gate === 'cooldown'
        ? reason('holds-unknown', 'Whether an earlier move holds it up is not known here.')
        : reason(`about-${gate}`, `The gate ${gate} says this.`),
  })),
})

/** Three quarters of its memory in use. */
export const aHostCalled = (name: string, over: Partial<HostView> = {}): HostView =>
  aHostView({ name, memoryFreeMiB: 16_384, memoryUsedPercent: 75, ...over })

/** Prod with these hosts. */
export const aClusterOf = (hostViews: readonly HostView[], over: Partial<ClusterDetail> = {}): ClusterDetail =>
  aClusterDetail({ name: 'Prod', hosts: hostViews.length, hostViews: [...hostViews], snapshotAgeMs: 1000, ...over })

/** Records where the pages lead. */
export function aPortal(): Portal & { readonly went: string[] } {
  const went: string[] = []
  return {
    went,
    token: () => 'portal-token',
    locale: () => 'en-US',
    hashOf: (kind, name) => `#${kind}=${name}`,
    openEntity: (kind, name) => went.push(`${kind} ${name}`),
    openView: (view, clusterId) => went.push(`${view} ${clusterId}`),
    toast: () => {},
    reload: () => {},
  }
}
