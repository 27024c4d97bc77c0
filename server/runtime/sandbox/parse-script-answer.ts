/** A plugin's answer, as its process sent it, turned into what the runtime checks further. All of it is untrusted. */
import type { Host } from '../../../shared/model/host.ts'
import { type Reason, reason, type Skipped, skip } from '../../../shared/policy/reason.ts'
import { accept, type BalanceResult, reject, type Verdict } from '../../../shared/policy/unit.ts'
import type { BalanceFacts } from '../question.ts'
import { UnitFailure } from '../unit-failure.ts'
import type { Scores } from '../unit-runtime.ts'
import { oneLine } from './one-line.ts'

const MAX_TEXT = 300
const MAX_VALUES = 20

const bad = (message: string): UnitFailure => new UnitFailure('bad-output', message)

export function parseVerdicts(answer: unknown, hosts: readonly Host[]): Map<string, Verdict> {
  const given = alongHosts(answer, hosts)
  const verdicts: Verdict[] = []
  const byHost = new Map<string, Verdict>()
  for (const [index, { id }] of hosts.entries()) {
    const verdict = parseVerdict(given[index], verdicts)
    verdicts.push(verdict)
    byHost.set(id, verdict)
  }
  return byHost
}

/** 1, a reason, or the place of an earlier host that was turned away in the same words. */
function parseVerdict(given: unknown, earlier: readonly Verdict[]): Verdict {
  if (given === 1) return accept
  if (typeof given !== 'number') return reject(parseReason(given))
  const same = earlier[-1 - given]
  if (same?.ok === false) return same
  throw bad('a verdict refers to no reason')
}

export function parseScores(answer: unknown, hosts: readonly Host[]): Scores {
  const { of, because } = record(answer)
  const points = alongHosts(of, hosts)
  const scores = new Map<string, number>()
  const reasons = new Map<string, Reason>()
  const why = because === undefined ? undefined : alongHosts(because, hosts)
  for (const [index, { id }] of hosts.entries()) {
    const score = points[index]
    if (score !== null) scores.set(id, finite(score))
    if (why !== undefined && why[index] !== null) reasons.set(id, parseReason(why[index]))
  }
  return { kind: 'score', of: scores, ...(why !== undefined && { because: reasons }) }
}

/** The host that the VM leaves is not the plugin's to say. */
export function parseBalance(answer: unknown, { hosts, vms }: BalanceFacts): BalanceResult {
  const { move, because, skippedHosts, skippedVms } = record(answer)
  const why = parseReason(because)
  const looked = {
    because: why,
    skippedHosts: parseSkipped(skippedHosts, hosts),
    skippedVms: parseSkipped(skippedVms, vms),
  }
  if (move === undefined) return looked
  const { vmId, toHostIds } = record(move)
  if (typeof vmId !== 'string' || !Array.isArray(toHostIds)) throw bad('a move needs vmId and toHostIds')
  const hostIds = new Set<unknown>(hosts.map(({ id }) => id))
  if (!toHostIds.every(id => hostIds.has(id))) throw bad('a move to a host that was not among those given')
  const fromHostId = vms.find(({ id }) => id === vmId)?.hostId
  return {
    ...looked,
    move: { vmId, toHostIds, because: why, ...(fromHostId !== undefined && { fromHostId }) },
  }
}

/** Only what exists, under its real name, each once. Throws UnitFailure. */
export function parseSkipped(given: unknown, subjects: readonly Readonly<{ id: string; name: string }>[]): Skipped[] {
  if (!Array.isArray(given)) throw bad('skippedHosts and skippedVms must be lists')
  const byId = new Map(subjects.map(subject => [subject.id, subject]))
  return given.flatMap(entry => {
    const { id, reason: why } = record(entry)
    const subject = typeof id === 'string' ? byId.get(id) : undefined
    if (subject === undefined) return []
    byId.delete(subject.id)
    return [skip(subject, parseReason(why))]
  })
}

/** A reason in one line, cut to what is kept of it. Throws UnitFailure. */
export function parseReason(given: unknown): Reason {
  const { code, text, values } = record(given)
  const sentence = typeof text === 'string' ? oneLine(text, MAX_TEXT) : ''
  if (sentence === '') throw bad('a reason needs a sentence')
  const isCode = typeof code === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(code)
  return reason(isCode ? code : 'site-unit', sentence, parseValues(values))
}

function parseValues(given: unknown): Reason['values'] {
  const entries = Object.entries(record(given ?? {})).slice(0, MAX_VALUES)
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, string | number][] => {
      if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) return []
      if (typeof value === 'string') return [[name, oneLine(value, MAX_TEXT)]]
      return typeof value === 'number' && Number.isFinite(value) ? [[name, value]] : []
    }),
  )
}

function finite(given: unknown): number {
  if (typeof given === 'number' && Number.isFinite(given)) return given
  throw bad('a score must be a number')
}

function alongHosts(given: unknown, hosts: readonly Host[]): readonly unknown[] {
  if (Array.isArray(given) && given.length === hosts.length) return given
  throw bad(`${hosts.length} hosts were asked about, the answer is for ${Array.isArray(given) ? given.length : 'none'}`)
}

export function record(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>
  throw bad('the answer has not the agreed form')
}
