import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Explanation, HostEffect, MoveRecommendation, Recommendation } from '../../shared/plan/recommendation.ts'
import { type Reason, reason, skip } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import { whyExcluded } from '../model/excluded-vms.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { runningVcpus } from '../model/running-vcpus.ts'
import { hostEffects, reliefPercent } from './host-effects.ts'
import { cpuPointsOf, migrationCost } from './migration-cost.ts'

/** A recommendation without what only the one who keeps it can give: identity, state, times. */
export type Proposed<R extends Recommendation> = Readonly<{
  recommendation: Omit<R, 'id' | 'state' | 'stateReason' | 'runId' | 'createdAtMs' | 'updatedAtMs'>
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
  /** Which function of a scheduler asked for it. */
  asked?: MoveRecommendation['asked']
  /** The engine's own words, when it refused to move this VM to this host and that still counts. */
  refused?: (vmId: string, hostId: string) => string | undefined
}>

type RefusedHost = Readonly<{ host: Host; detail: string }>

/** The share of the nominal speed that guest memory gets: the rest is framing and pages sent again. An assumption. */
const EFFECTIVE_SHARE = 0.9

/**
 * A unit's answer → what is proposed to the operator: what the move does to both hosts, what it costs, and how urgent it
 * is. The first destination named is the best one; those that the engine refused are passed over, and the proposal says
 * so. undefined when the unit asks for nothing, or names something that the
 * snapshot does not hold, or does not measure while no limit is broken; the
 * answer's own reason then stands alone. A Reason when the engine refused every destination (`all-destinations-refused`), or operators
 * have excluded the VM (`vm-excluded`), which a site's own unit need not know.
 */
export function propose(input: ProposeInput): Proposed<MoveRecommendation> | Reason | undefined {
  const { index, cluster, unitId, result, properties, refused, asked } = input
  const { move } = result
  if (move === undefined) return undefined
  const vm = index.vms.get(move.vmId)
  const from = move.fromHostId === undefined ? undefined : index.hosts.get(move.fromHostId)
  if (vm === undefined || from === undefined) return undefined
  if (vm.excludedBy !== undefined) return whyExcluded(vm, vm.excludedBy)
  const named = move.toHostIds.flatMap(id => index.hosts.get(id) ?? [])
  const refusals = named.flatMap((host): RefusedHost[] => {
    const detail = refused?.(vm.id, host.id)
    return detail === undefined ? [] : [{ host, detail }]
  })
  const [to, ...alternatives] = named.filter(({ id }) => refusals.every(({ host }) => host.id !== id))
  if (to === undefined || to.id === from.id) return refusals.length > 0 ? allRefused(vm, from, refusals) : undefined
  const cpuPoints = cpuPointsOn(vm, from, index)
  const effects = hostEffects(vm, from, to, {
    cpuPoints: from.statistics.cpuPercent === undefined ? undefined : cpuPoints,
    vcpusOn: host => vcpusOn(host, index),
  })
  // A host that fails is not measured any more: what must leave it leaves it all the same.
  const mustLeave = move.limitBroken === true && to.statistics.memoryFreeMiB !== undefined
  if (effects === undefined && !mustLeave) return undefined
  return {
    recommendation: {
      kind: 'move',
      cluster: nameOf(cluster),
      unitId,
      ...(asked !== undefined && { asked }),
      vm: nameOf(vm),
      vmMemoryMiB: vm.memoryMiB,
      from: nameOf(from),
      to: nameOf(to),
      alternatives: alternatives.map(nameOf),
      priority: priorityOf(move.limitBroken ?? false, effects === undefined ? 0 : reliefPercent(effects)),
      because: withRefusals(effects === undefined ? move.because : withEffects(move.because, effects), refusals),
      effects: [...(effects ?? [])],
      cost: costOf(vm, cpuPoints, input),
      properties,
      snapshotTakenAtMs: index.snapshot.takenAtMs,
    },
    explanation: {
      skippedHosts: [
        ...result.skippedHosts,
        ...refusals.map(({ host, detail }) => skip(host, refusal(vm, host, detail))),
      ],
      skippedVms: [...result.skippedVms],
    },
  }
}

/** 1: the source is beyond an operator's limit. Else by how much the fuller host is relieved: 10, 5, 2 points or less. */
export function priorityOf(limitBroken: boolean, relief: number): number {
  if (limitBroken) return 1
  if (relief >= 10) return 2
  if (relief >= 5) return 3
  return relief >= 2 ? 4 : 5
}

/** What it uses of its host's CPUs, as far as can be told. */
function cpuPointsOn({ vcpus }: Vm, host: Host, index: IndexedSnapshot): number {
  const { statistics, ...cpus } = host
  return cpuPointsOf(vcpus, vcpusOn(host, index), { ...cpus, cpuPercent: statistics.cpuPercent })
}

const vcpusOn = ({ id }: Host, { snapshot }: IndexedSnapshot): number =>
  runningVcpus(snapshot.vms.filter(({ hostId }) => hostId === id))

function costOf(
  { memoryMiB, vcpus }: Vm,
  cpuPoints: number,
  { bandwidthMbps }: Pick<ProposeInput, 'bandwidthMbps'>,
): MoveRecommendation['cost'] {
  const { seconds, transferMiB, downtimeMs } = migrationCost(
    { memoryMiB, vcpus, cpuPoints },
    mibPerSecond(bandwidthMbps),
  )
  return { transferMiB, estimatedSeconds: seconds, downtimeMs }
}

/** What a network of this nominal speed brings across of guest memory. */
export const mibPerSecond = (bandwidthMbps: number): number =>
  (EFFECTIVE_SHARE * bandwidthMbps * 1_000_000) / 8 / 1_048_576

function withEffects(because: Reason, [source, destination]: readonly [HostEffect, HostEffect]): Reason {
  const change = ({ host, memoryUsedBeforePercent, memoryUsedAfterPercent }: HostEffect) =>
    `${host.name} ${percent(memoryUsedBeforePercent)} → ${percent(memoryUsedAfterPercent)} %`
  const text = `${because.text} Memory in use: ${change(source)}, ${change(destination)}.`
  return reason(because.code, text, because.values)
}

const toldOf = ({ host, detail }: RefusedHost): string => `(the engine refused ${host.name}: ${detail})`

function withRefusals({ code, text, values }: Reason, refusals: readonly RefusedHost[]): Reason {
  return reason(code, [text, ...refusals.map(toldOf)].join(' '), values)
}

const refusal = (vm: Vm, host: Host, detail: string): Reason =>
  reason('engine-refused', `The engine refused to move ${vm.name} to ${host.name}: ${detail}`, {
    vm: vm.name,
    to: host.name,
    detail,
  })

function allRefused(vm: Vm, from: Host, refusals: readonly RefusedHost[]): Reason {
  const text = `${vm.name} should leave ${from.name}, but not to where it could go: ${refusals.map(toldOf).join(' ')}`
  return reason('all-destinations-refused', text, {
    vm: vm.name,
    from: from.name,
    hosts: refusals.map(({ host }) => host.name).join(', '),
  })
}

/** Without decimals, one below 10, as everywhere in the portal. */
const percent = (value: number): string => value.toFixed(value < 10 ? 1 : 0)

const nameOf = ({ id, name }: Pick<Host, 'id' | 'name'>): Named => ({ id, name })
