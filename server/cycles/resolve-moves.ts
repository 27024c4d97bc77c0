import type { Vm } from '../../shared/model/vm.ts'
import type { MoveAsker } from '../../shared/plan/recommendation.ts'
import { type Reason, reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import type { ExplainAsked } from '../runtime/explain-with-units.ts'
import type { WantedMove } from '../runtime/schedulers/check-scheduler-answer.ts'
import type { ClusterAsked, OfferedHost, Schedulers } from '../runtime/schedulers/schedulers.ts'
import type { ExplainedVm } from '../scheduling/explain/explain-vm.ts'
import { rejectedBy } from '../scheduling/pipeline/judge-hosts.ts'
import { rankedHosts } from '../scheduling/pipeline/ranked-hosts.ts'
import { canMigrate } from '../scheduling/rules/can-migrate.ts'

/** A move that every rule allows, with its destinations, best first. */
export type ResolvedMove = Readonly<{
  vmId: string
  fromHostId: string
  toHostIds: readonly string[]
  because: Reason
  limitBroken: boolean
  asked: MoveAsker
}>

export type Resolved = Readonly<{ moves: readonly ResolvedMove[]; refused: readonly Skipped[] }>

export type ResolveDeps = Readonly<{
  schedulers: Pick<Schedulers, 'selectHost'>
  /** Where the VM could go by all rules. undefined: that cannot be told. */
  explain: ExplainAsked
}>

/** A scheduler may ask for much; more than this is for later rounds. */
const MOST_MOVES = 50

/**
 * What a scheduler asked for, held against every rule of the engine and the cluster: destinations that a filter rejects
 * are left out, and a VM that may not move stays. Where no destination was named the cluster's host selector chooses.
 * Each VM once, as first asked for.
 */
export async function resolveMoves(
  asked: ClusterAsked,
  wanted: readonly Readonly<{ move: WantedMove; asked: MoveAsker }>[],
  deps: ResolveDeps,
): Promise<Resolved> {
  const moves: ResolvedMove[] = []
  const refused: Skipped[] = []
  const done = new Set<string>()
  for (const { move, asked: by } of wanted) {
    if (moves.length >= MOST_MOVES) break
    const vm = asked.index.vms.get(move.vm.id)
    // Asked for at an earlier read: somebody has moved it since.
    if (vm === undefined || vm.hostId !== move.fromHostId || done.has(vm.id)) continue
    done.add(vm.id)
    const found = await destinations(asked, vm, move, deps)
    if ('why' in found) refused.push(skip(vm, found.why))
    else {
      const { fromHostId, because, limitBroken } = move
      moves.push({ vmId: vm.id, fromHostId, toHostIds: found.toHostIds, because, limitBroken, asked: by })
    }
  }
  return { moves, refused }
}

type Destinations = Readonly<{ toHostIds: readonly string[] } | { why: Reason }>

async function destinations(
  asked: ClusterAsked,
  vm: Vm,
  move: WantedMove,
  { schedulers, explain }: ResolveDeps,
): Promise<Destinations> {
  const explained = await explain(asked, vm)
  if (explained === undefined) return { why: reason('not-explained', `The cluster of ${vm.name} has not been read.`) }
  const verdict = canMigrate(explained.vm, 'automatic')
  if (verdict.kind === 'may-not') return { why: verdict.reason }
  if (verdict.kind === 'unknown') {
    const text = `Whether ${vm.name} may move cannot be told without ${verdict.field}.`
    return { why: reason('missing-fact', text, { field: verdict.field }) }
  }
  const ranked = rankedHosts(explained.decision).filter(({ hostId }) => hostId !== vm.hostId)
  if (move.toHostIds !== undefined) {
    const toHostIds = move.toHostIds.filter(id => ranked.some(({ hostId }) => hostId === id))
    return toHostIds.length > 0 ? { toHostIds } : { why: allRejected(move.toHostIds, explained) }
  }
  if (ranked.length === 0) return { why: allRejected(undefined, explained) }
  return select(asked, vm, ranked, schedulers)
}

/** The one that is selected leads; the others follow as ranked, should the engine refuse it. */
async function select(
  asked: ClusterAsked,
  vm: Vm,
  candidates: readonly OfferedHost[],
  schedulers: ResolveDeps['schedulers'],
): Promise<Destinations> {
  const answered = await schedulers.selectHost({ ...asked, vm, candidates })
  const ids = candidates.map(({ hostId }) => hostId)
  // A host selector that fails must not keep a VM on a failing host.
  if (!answered.ok) return { toHostIds: ids }
  const { hostId, because } = answered.value
  return hostId === undefined ? { why: because } : { toHostIds: [...new Set([hostId, ...ids])] }
}

function allRejected(hostIds: readonly string[] | undefined, { decision, options, vm }: ExplainedVm): Reason {
  const asked = decision.hosts.filter(({ hostId }) => hostIds?.includes(hostId) ?? hostId !== vm.hostId)
  const named = asked.slice(0, MOST_NAMED).map(host => {
    const rejected = rejectedBy(host, options.onUnknown)
    const verdict = rejected?.verdict
    const why = verdict !== undefined && 'reason' in verdict ? verdict.reason?.text : undefined
    return `${host.hostName} (${rejected?.unitName ?? 'not asked'}${why === undefined ? '' : `: ${why}`})`
  })
  const text =
    named.length === 0
      ? `No host that ${vm.name} should move to is up.`
      : `No host that ${vm.name} should move to may take it. Rejected: ${named.join(', ')}.`
  return reason('no-feasible-host', text, { vm: vm.name, hosts: asked.length })
}

const MOST_NAMED = 5
