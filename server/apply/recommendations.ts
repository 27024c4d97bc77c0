import { isDeepStrictEqual } from 'node:util'
import { auditedAs, type Doer, nameOf } from '../../shared/plan/doer.ts'
import { mayRecommendationBecome, type Recommendation } from '../../shared/plan/recommendation.ts'
import type { StoredRecommendation } from '../../shared/plan/recommendation-query.ts'
import { reason } from '../../shared/policy/reason.ts'
import { type Answered, compareAnswers } from './compare-answers.ts'
import type { HoldTimes } from './hold-of.ts'
import { MOST_CURRENT } from './most-current.ts'
import type { ApplyStore } from './ports.ts'
import { bySnooze, type Decision, decided, decisionAudit, dismissal, snooze, superseded, waking } from './put-aside.ts'
import { REFUSED_HOLD_MS, refusalsOf } from './refusals.ts'
import {
  type Advice,
  ApplyError,
  type ChangeListener,
  type HeldBack,
  isOwnPlan,
  type Proposal,
  type Recommendations,
} from './services.ts'

export type RecommendationsDeps = Readonly<{
  store: ApplyStore
  hold: HoldTimes
  now: () => number
  newId: () => string
  changes: Pick<ChangeListener, 'onRecommendations'>
  /** Told of each new advice, with what is held back. */
  onAdvice?: (advice: Advice) => void
}>

/** The states in which a recommendation can hold up another. */
const holding = ['applying', 'applied', 'dismissed', 'failed'] as const

/** How many of each are looked at; more of them than this in a hold time would be a flood anyway. */
const PAST_LIMIT = 50

/** Refusals hold for longer, and each forgotten one costs the engine a useless question. */
const FAILED_LIMIT = 200

/** The recommendations of all clusters. The advice is in memory: the next cycle gives it anew. */
export function createRecommendations(deps: RecommendationsDeps): Recommendations {
  const { store, hold, now, newId, changes, onAdvice = () => {} } = deps
  const adviceByCluster = new Map<string, Advice>()

  async function get(id: string): Promise<StoredRecommendation> {
    const stored = await store.findRecommendation(id)
    if (stored === undefined) throw new ApplyError('not-found', `There is no recommendation ${id}.`)
    return stored
  }

  /** false: somebody applied it or put it aside meanwhile, and that stands. */
  function supersede(open: Answered, advice: Advice): Promise<boolean> {
    const text = `The balancer has a newer answer: ${advice.because.text}`
    const because = reason('newer-answer', text, advice.because.values)
    return store.updateRecommendation(superseded(open, because, now()), open)
  }

  async function keep(open: Answered, { recommendation, explanation }: Proposal): Promise<boolean> {
    const differs = open.state !== 'open' || !sameFigures(open, recommendation)
    if (!differs && open.snapshotTakenAtMs === recommendation.snapshotTakenAtMs) return false
    const next = { ...(differs ? decided(open, waking, now()) : open), ...recommendation }
    return (await store.updateRecommendation(next, open, { explanation })) && differs
  }

  /** What a person had planned is still theirs to begin. The service plans anew: what it had is of the time before the snooze. */
  function endSnooze(plan: Recommendation): Promise<boolean> {
    const because = reason('newer-plan', 'Its snooze is over; what is needed by now is planned anew.')
    return store.updateRecommendation(
      isOwnPlan(plan) ? superseded(plan, because, now()) : decided(plan, waking, now()),
      plan,
    )
  }

  async function add({ recommendation, explanation }: Proposal): Promise<boolean> {
    const nowMs = now()
    const added = { ...recommendation, id: newId(), state: 'open', createdAtMs: nowMs, updatedAtMs: nowMs } as const
    await store.insertRecommendation({ recommendation: added, explanation })
    return true
  }

  async function decide(id: string, doer: Doer, decision: Decision): Promise<Recommendation> {
    const { recommendation } = await get(id)
    const nowMs = now()
    const audited = auditedAs(doer)
    const isTakenOver = decision === waking && isOwnPlan(recommendation)
    // Else automatic mode would carry out at once what was planned before the snooze.
    const next = { ...decided(recommendation, decision, nowMs), ...(isTakenOver && { requestedBy: audited.by }) }
    const audit = decisionAudit(recommendation, decision, { id: newId(), atMs: nowMs, ...audited })
    const mayBe = mayRecommendationBecome(recommendation.state, decision.to)
    if (!mayBe || !(await store.updateRecommendation(next, { state: recommendation.state }, { audit }))) {
      const { state } = (await get(id)).recommendation
      throw new ApplyError('state-conflict', `The recommendation is ${state} and can no longer be ${decision.done}.`)
    }
    changes.onRecommendations(recommendation.cluster.id)
    return next
  }

  return {
    list: filter => store.listRecommendations(filter),
    page: filter => store.pageRecommendations(filter),
    count: states => store.countRecommendations(states),
    get,
    findAdvice: clusterId => adviceByCluster.get(clusterId),
    learnAdvice: advice => void adviceByCluster.set(advice.clusterId, advice),

    async refusals(clusterId) {
      const failed = await store.listRecommendations({ clusterId, state: 'failed', limit: FAILED_LIMIT })
      return refusalsOf(failed, hold.refusedMs ?? REFUSED_HOLD_MS, now())
    },

    dismiss: (id, by, why) => decide(id, by, dismissal(nameOf(by), why)),
    snooze: async (id, by, untilMs) => decide(id, by, snooze(nameOf(by), untilMs, now())),
    wake: (id, by) => decide(id, by, waking),

    async reconcile(clusterId: string, advice: Advice, proposals: readonly Proposal[]): Promise<void> {
      const [open, snoozed, ...past] = await Promise.all([
        store.listRecommendations({ clusterId, state: 'open', limit: MOST_CURRENT }),
        store.listRecommendations({ clusterId, state: 'snoozed', limit: MOST_CURRENT }),
        ...holding.map(state => store.listRecommendations({ clusterId, state, limit: PAST_LIMIT })),
      ])
      const nowMs = now()
      const { due, resting } = bySnooze(snoozed, nowMs)
      const answered = [...open, ...due].filter(one => one.kind !== 'plan')
      const next = compareAnswers(proposals, { open: answered, past: [...resting, ...past.flat()] }, hold, nowMs)
      const asked = proposals.flatMap(({ recommendation }) =>
        recommendation.kind === 'move' ? [{ vm: recommendation.vm, from: recommendation.from }] : [],
      )
      const whole = { ...withHeldBack(advice, next.held, nowMs), asked, held: next.held }
      adviceByCluster.set(clusterId, whole)
      onAdvice(whole)
      const changed = [
        ...(await inTurn(next.supersede, old => supersede(old, advice))),
        ...(await inTurn(next.keep, kept => keep(kept.open, kept.proposal))),
        ...(await inTurn(next.add, add)),
        // No answer asks for a plan again.
        ...(await inTurn(
          due.filter(({ kind }) => kind === 'plan'),
          endSnooze,
        )),
      ]
      if (changed.includes(true)) changes.onRecommendations(clusterId)
    },

    async closeAllBut(clusters) {
      const current = await store.countRecommendations(['open', 'snoozed'])
      for (const { clusterId, state } of current.filter(one => !clusters.has(one.clusterId))) {
        adviceByCluster.delete(clusterId)
        const closed = await inTurn(await store.listRecommendations({ clusterId, state, limit: MOST_CURRENT }), one => {
          const because = reason('cluster-gone', `The engine no longer knows the cluster ${one.cluster.name}.`)
          return store.updateRecommendation(superseded(one, because, now()), one)
        })
        if (closed.includes(true)) changes.onRecommendations(clusterId)
      }
    },
  }
}

/** Advice that asks for a move nobody can see needs the reason with it. */
function withHeldBack(advice: Advice, held: readonly HeldBack[], nowMs: number): Advice {
  const { code, text, values } = advice.because
  if (held.length === 0) return advice
  return { ...advice, because: reason(code, [text, ...held.map(one => whyAndHowLong(one, nowMs))].join(' '), values) }
}

function whyAndHowLong({ because, untilMs }: HeldBack, nowMs: number): string {
  if (untilMs === undefined) return because
  return `${because} It may be proposed again in ${Math.max(1, Math.ceil((untilMs - nowMs) / 60_000))} min.`
}

/** Everything an operator would see is as before; the time of the snapshot alone is no change. */
function sameFigures(open: Recommendation, proposed: Proposal['recommendation']): boolean {
  return isDeepStrictEqual({ ...open, ...proposed, snapshotTakenAtMs: 0 }, { ...open, snapshotTakenAtMs: 0 })
}

async function inTurn<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await work(value))
  return results
}
