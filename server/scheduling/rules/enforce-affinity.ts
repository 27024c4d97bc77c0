/** Moves that repair broken affinity rules, in the engine's order. Source: rules §10. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { type Situation, vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { type BrokenRule, brokenHostRules, brokenVmRules } from './broken-affinity.ts'
import { movesFreely } from './can-migrate.ts'
import { softRulesImprove } from './soft-affinity-gain.ts'

/** What is asked of the pipeline. Each question is asked only when it is needed: they are dear. */
export type PlacementQuestions = Readonly<{
  /** Hosts that all filters keep for the VM, the excluded ones left out; empty: none. */
  canSchedule(vmId: string, excludedHostIds: readonly string[]): readonly string[]
  /** The host the scheduler would choose now, the present one included. */
  choose(vmId: string): string | undefined
}>

export type RepairKind = BrokenRule['kind']

/** The engine then schedules the VM freely, without a white list. A soft rule's move was judged for its one host. */
export type Repair = Readonly<{ kind: RepairKind; vmId: string; hostIds: readonly string[]; because: Reason }>

/**
 * Hard rules with hosts, hard rules between VMs, soft rules with hosts, soft rules between VMs; each VM once. The engine
 * starts the first that succeeds: one in a run. Where the order there is random (equal VMs, hosts with equally many
 * members) it is by id here. What the generator returns at its end says why there is nothing (more).
 */
export function* affinityRepairs(situation: Situation, ask: PlacementQuestions): Generator<Repair, Reason, void> {
  const { affinityGroups, cluster, vms } = situation
  const migrating = vms.find(({ status }) => status === 'migrating')
  if (migrating) {
    const text = `No rule is enforced while VMs migrate: ${migrating.name} does.`
    return reason('migration-in-progress', text, { vm: migrating.name })
  }
  if (cluster.inUpgradeMode === undefined) return missing('cluster.inUpgradeMode')
  if (cluster.inUpgradeMode) return reason('upgrade-mode', 'No rule is enforced while the cluster is in upgrade mode.')
  if (affinityGroups === undefined) return missing('situation.affinityGroups')
  const unclear = vms.find(({ status, hostId }) => status === undefined && hostId !== undefined)
  if (unclear) return missing('vm.status')

  const seen = new Set<string>()
  const stuck: string[] = []
  let found = 0
  for (const { vmId, kind, because, heldBack } of brokenRules(situation, affinityGroups)) {
    const vm = vmOf(situation, vmId)
    if (seen.has(vmId) || vm?.hostId === undefined) continue
    if (heldBack) {
      stuck.push(`${because.text} A member of the group on its host may not move, so none there does.`)
      continue
    }
    seen.add(vmId)
    const repair = repairOf(vm, vm.hostId, kind, situation, affinityGroups, ask)
    if ('why' in repair) {
      stuck.push(`${because.text} ${repair.why}`)
      continue
    }
    found += 1
    yield { kind, vmId, hostIds: repair.hostIds, because }
  }
  const values = { repairs: found, stuck: stuck.length }
  if (stuck.length > 0) return reason('repair-impossible', stuck.join(' '), values)
  return found > 0
    ? reason('no-more-repairs', 'No other VM breaks a rule.', values)
    : reason('affinity-kept', 'No VM breaks an affinity rule.', values)
}

const missing = (field: string): Reason =>
  reason('missing-fact', `No rule is enforced: it cannot be told without ${field}.`, { field })

function* brokenRules(situation: Situation, groups: readonly AffinityGroup[]): Generator<BrokenRule> {
  yield* brokenHostRules(situation, groups, true)
  yield* brokenVmRules(situation, groups, true)
  yield* brokenHostRules(situation, groups, false)
  yield* brokenVmRules(situation, groups, false)
}

function repairOf(
  vm: VmFacts,
  sourceId: string,
  kind: RepairKind,
  situation: Situation,
  groups: readonly AffinityGroup[],
  { canSchedule, choose }: PlacementQuestions,
): Readonly<{ hostIds: readonly string[] } | { why: string }> {
  if (vm.isHostedEngine) return { why: 'It is the engine itself and moves by its own means.' }
  if (vm.excludedBy !== undefined) return { why: `It has the tag ${vm.excludedBy}, so it is left alone.` }
  if (!movesFreely(vm)) return { why: 'It may not move freely.' }
  const hostIds = canSchedule(vm.id, [sourceId])
  if (hostIds.length === 0) return { why: 'No other host would take it.' }
  if (kind === 'hard-vm-host' || kind === 'hard-vm-vm') return { hostIds }
  const targetId = choose(vm.id)
  if (targetId === undefined || targetId === sourceId) return { why: 'The scheduler would leave it where it is.' }
  if (!softRulesImprove(vm, { sourceId, targetId }, situation, groups)) {
    return { why: 'The host the scheduler would choose is no better for its soft rules.' }
  }
  return { hostIds: [targetId] }
}
