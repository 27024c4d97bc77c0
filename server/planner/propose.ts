import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Explanation, HostEffect, Named, Recommendation } from '../../shared/plan/recommendation.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { hostEffects, reliefPercent } from './host-effects.ts'

/** A recommendation without what only the one who keeps it can give: identity, state, times. */
export type ProposedMove = Readonly<{
  recommendation: Omit<Recommendation, 'id' | 'state' | 'stateReason' | 'runId' | 'createdAtMs' | 'updatedAtMs'>
  explanation: Explanation
}>

export type ProposeInput = Readonly<{
  index: IndexedSnapshot
  cluster: Cluster
  unitId: string
  result: BalanceResult
  /** What the unit decided with. */
  properties: Recommendation['properties']
  /** Nominal speed of the migration network. */
  bandwidthMbps: number
}>

/** The share of the nominal speed that guest memory gets: the rest is framing and pages sent again. An assumption. */
const EFFECTIVE_SHARE = 0.9

/**
 * A unit's answer → what is proposed to the operator: what the move does to both hosts, what it costs, and how urgent it
 * is. The first destination named is the best one. undefined when the unit asks for nothing, or names something that the
 * snapshot does not hold or measure; the answer's own reason then stands alone.
 */
export function propose(input: ProposeInput): ProposedMove | undefined {
  const { index, cluster, unitId, result, properties, bandwidthMbps } = input
  const { move } = result
  if (move === undefined) return undefined
  const vm = index.vms.get(move.vmId)
  const from = move.fromHostId === undefined ? undefined : index.hosts.get(move.fromHostId)
  const [to, ...alternatives] = move.toHostIds.flatMap(id => index.hosts.get(id) ?? [])
  if (vm === undefined || from === undefined || to === undefined || from.id === to.id) return undefined
  const effects = hostEffects(vm, from, to)
  if (effects === undefined) return undefined
  return {
    recommendation: {
      cluster: named(cluster),
      unitId,
      vm: named(vm),
      vmMemoryMiB: vm.memoryMiB,
      from: named(from),
      to: named(to),
      alternatives: alternatives.map(named),
      priority: priorityOf(move.limitBroken ?? false, reliefPercent(effects)),
      because: withEffects(move.because, effects),
      effects: [...effects],
      cost: { transferMiB: vm.memoryMiB, estimatedSeconds: secondsToMove(vm.memoryMiB, bandwidthMbps) },
      properties,
      snapshotTakenAtMs: index.snapshot.takenAtMs,
    },
    explanation: { skippedHosts: [...result.skippedHosts], skippedVms: [...result.skippedVms] },
  }
}

/** 1: the source is beyond an operator's limit. Else by how much the fuller host is relieved: 10, 5, 2 points or less. */
export function priorityOf(limitBroken: boolean, relief: number): number {
  if (limitBroken) return 1
  if (relief >= 10) return 2
  if (relief >= 5) return 3
  return relief >= 2 ? 4 : 5
}

/** One pass over the memory at the effective speed, at least one second. */
export function secondsToMove(memoryMiB: number, bandwidthMbps: number): number {
  const mibPerSecond = (EFFECTIVE_SHARE * bandwidthMbps * 1_000_000) / 8 / 1_048_576
  return Math.max(1, Math.round(memoryMiB / mibPerSecond))
}

function withEffects(because: Reason, [source, destination]: readonly [HostEffect, HostEffect]): Reason {
  const change = ({ host, memoryUsedBeforePercent, memoryUsedAfterPercent }: HostEffect) =>
    `${host.name} ${percent(memoryUsedBeforePercent)} → ${percent(memoryUsedAfterPercent)} %`
  const text = `${because.text} Memory in use: ${change(source)}, ${change(destination)}.`
  return reason(because.code, text, because.values)
}

/** Without decimals, one below 10, as everywhere in the portal. */
const percent = (value: number): string => value.toFixed(value < 10 ? 1 : 0)

const named = ({ id, name }: Pick<Host, 'id' | 'name'>): Named => ({ id, name })
