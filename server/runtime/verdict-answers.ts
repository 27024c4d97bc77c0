/** What a unit said, as its log keeps it: counts, and the names of a few hosts, however large the cluster is. */
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { UnitVerdict, VerdictAnswer } from '../../shared/plan/unit-verdict.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import type { Verdict } from '../../shared/policy/unit.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { BalanceQuestion, VmQuestion } from './question.ts'
import type { BalanceAnswer, Scores } from './unit-runtime.ts'

/** Hosts of a call that are named. */
const NAMED = 5
/** A plugin may say as much as it likes. */
const MAX_TEXT = 300

export function keptAnswer(verdicts: ReadonlyMap<string, Verdict>, question: VmQuestion): VerdictAnswer {
  const rejected: { host: Named; because: Reason }[] = []
  let count = 0
  for (const [id, verdict] of verdicts) {
    if (verdict.ok) continue
    count += 1
    if (rejected.length < NAMED) rejected.push({ host: hostOf(question, id), because: short(verdict.reason) })
  }
  const of = question.hostIds.length
  return { kind: 'kept', kept: Math.max(0, of - count), of, rejected }
}

export function scoredAnswer({ kind, of: values }: Scores, question: VmQuestion): VerdictAnswer {
  let [low, high]: (readonly [id: string, value: number] | undefined)[] = []
  for (const entry of values) {
    if (low === undefined || entry[1] < low[1]) low = entry
    if (high === undefined || entry[1] > high[1]) high = entry
  }
  const shown = ([id, value]: readonly [string, number]) => ({ host: hostOf(question, id), value })
  const [best, worst] = kind === 'score' ? [high, low] : [low, high]
  const counts = { kind: 'scored', scored: values.size, of: question.hostIds.length, counts: kind } as const
  return best === undefined || worst === undefined ? counts : { ...counts, best: shown(best), worst: shown(worst) }
}

export function balanceAnswer({ move, because }: BalanceAnswer, question: BalanceQuestion): VerdictAnswer {
  if (move === undefined) return { kind: 'stays', because: short(because) }
  const { vmId, fromHostId, toHostIds } = move
  const { facts } = question
  const name = facts.ok ? indexSnapshot(facts.value.snapshot).vms.get(vmId)?.name : undefined
  return {
    kind: 'moves',
    vm: { id: vmId, name: name ?? vmId },
    ...(fromHostId !== undefined && { from: hostOf(question, fromHostId) }),
    to: toHostIds.slice(0, NAMED).map(id => hostOf(question, id)),
    toCount: toHostIds.length,
    because: short(move.because),
  }
}

/** What a question was about, as far as it is known. */
export function subjectOf(question: VmQuestion | BalanceQuestion): Pick<UnitVerdict, 'cluster' | 'vm'> {
  const { facts } = question
  if ('vmId' in question) {
    const { vmId, facts } = question
    if (!facts.ok) return { vm: { id: vmId } }
    const { snapshot, vm } = facts.value
    return { ...clusterIn(snapshot, vm.clusterId), vm: { id: vm.id, name: vm.name } }
  }
  return facts.ok ? clusterIn(facts.value.snapshot, facts.value.hosts[0]?.clusterId) : {}
}

function clusterIn(snapshot: Snapshot, id: string | undefined): Pick<UnitVerdict, 'cluster'> {
  const cluster = id === undefined ? undefined : indexSnapshot(snapshot).clusters.get(id)
  return cluster === undefined ? {} : { cluster: { id: cluster.id, name: cluster.name } }
}

function hostOf({ facts }: VmQuestion | BalanceQuestion, id: string): Named {
  const host = facts.ok ? indexSnapshot(facts.value.snapshot).hosts.get(id) : undefined
  return { id, name: host?.name ?? id }
}

const short = (reason: Reason): Reason =>
  reason.text.length <= MAX_TEXT
    ? reason
    : { code: reason.code, text: `${reason.text.slice(0, MAX_TEXT)}…`, values: {} }
