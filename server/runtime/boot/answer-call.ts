import type { Host } from '../../../shared/model/host.ts'
import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import type { Verdict } from '../../../shared/policy/unit.ts'
import type { Context, Score, SiteBalance, SiteUnit } from '../../../shared/sdk/site-unit.ts'
import type {
  PluginCall,
  WireBalance,
  WireReason,
  WireScores,
  WireSkipped,
  WireVerdicts,
} from '../sandbox/plugin-wire.ts'
import type { View } from './view.ts'
import { wireReason } from './wire-reason.ts'

/** More than anyone reads; the service takes no longer answer. */
const MAX_SKIPPED = 1_000

/** Puts one call to a unit and turns what it returns into what is sent. Throws for what cannot be meant. */
export async function answerCall(
  unit: SiteUnit,
  { function: asked, vm, values }: PluginCall,
  hosts: readonly Host[],
  { snapshot, clusterOf, vmsOn, vmAt }: View,
  fetch: Context['fetch'],
): Promise<WireVerdicts | WireScores | WireBalance> {
  const subject = vm === undefined ? undefined : vmAt(vm)
  const cluster = clusterOf(subject?.clusterId ?? hosts[0]?.clusterId ?? '')
  const context: Context = { snapshot, cluster, vmsOn, fetch }
  switch (asked) {
    case 'filter': {
      const { filter } = unit
      if (filter === undefined || subject === undefined) break
      return toVerdicts(hosts, await each(hosts, host => filter(subject, host, values, context)))
    }
    case 'score': {
      const { score } = unit
      if (score === undefined || subject === undefined) break
      return toScores(hosts, await each(hosts, host => score(subject, host, values, context)))
    }
    case 'balance': {
      const ids = new Set(hosts.map(({ id }) => id))
      const vms = snapshot.vms.filter(({ hostId }) => hostId !== undefined && ids.has(hostId))
      return toBalance(await unit.balance?.({ hosts, vms }, values, context))
    }
  }
  throw new Error(`the unit has no ${asked} function`)
}

/** Waits only when a unit is async: 400 promises a call would cost more than most units do. */
async function each<T>(hosts: readonly Host[], ask: (host: Host) => T | Promise<T>): Promise<T[]> {
  const answers = hosts.map(ask)
  return answers.some(answer => answer instanceof Promise) ? Promise.all(answers) : (answers as T[])
}

function toVerdicts(hosts: readonly Host[], verdicts: readonly Verdict[]): WireVerdicts {
  const places = new Map<string, number>()
  return verdicts.map((verdict, index) => {
    if (verdict?.ok === true) return 1
    if (verdict?.ok !== false) {
      throw new Error(`filter returned ${inWords(verdict)} for ${hosts[index]?.name}; return accept or reject('…')`)
    }
    const { reason } = verdict
    const before = isPlain(reason) ? places.get(reason.text) : undefined
    if (before !== undefined) return -1 - before
    const sent = wireReason(reason, "filter must say why: reject('…')")
    if (isPlain(reason)) places.set(reason.text, index)
    return sent
  })
}

/** Nothing but words, so that the same words are the same reason. */
function isPlain(reason: Partial<Reason> | undefined): boolean {
  if (reason?.code !== 'site-unit') return false
  for (const _ in reason.values) return false
  return true
}

function toScores(hosts: readonly Host[], given: readonly (number | Score | undefined)[]): WireScores {
  const reasons: (WireReason | null)[] = []
  let hasReasons = false
  const of = given.map((score, index) => {
    const points = typeof score === 'object' && score !== null ? score.score : score
    const because = typeof score === 'object' && score !== null ? score.because : undefined
    hasReasons ||= because !== undefined
    reasons.push(because === undefined ? null : wireReason(because, "score must say why: score(points, '…')"))
    if (points === undefined) return null
    if (typeof points === 'number' && Number.isFinite(points)) return points
    throw new Error(`score returned ${inWords(score)} for ${hosts[index]?.name}; return a number from 0 to 100`)
  })
  return hasReasons ? { of, because: reasons } : { of }
}

function toBalance(answer: SiteBalance | undefined): WireBalance {
  if (answer === undefined) {
    const because = { code: 'nothing-to-move', text: 'Nothing to move.', values: {} }
    return { because, skippedHosts: [], skippedVms: [] }
  }
  const { move, because, skippedHosts = [], skippedVms = [] } = answer
  return {
    ...(move && { move }),
    because: wireReason(because, "balance must return move(…), stay('…') or nothing"),
    skippedHosts: toSkipped(skippedHosts),
    skippedVms: toSkipped(skippedVms),
  }
}

const toSkipped = (skipped: readonly Skipped[]): WireSkipped[] =>
  skipped.slice(0, MAX_SKIPPED).map(({ id, name, reason }) => ({
    id,
    name,
    reason: wireReason(reason, "what was skipped needs its reason: skipped(host, '…')"),
  }))

const inWords = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return String(value)
}
