import type { TuningMode } from '../../shared/model/tuning.ts'
import type { KnobChange, KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { Program } from '../language/evaluate.ts'
import { createBackOff, knobOf } from './knobs/back-off.ts'
import { carryOut, type HandOn, type HostKnobs, type Outcome } from './knobs/carry-out.ts'
import { createSentKnobs } from './knobs/sent-knobs.ts'
import { type ExplainedChange, type PlanRoundDeps, planRound } from './plan-round.ts'

export type HostTunerDeps = PlanRoundDeps & Readonly<{ now: () => number; newId: () => string }>

export type ActiveMode = Extract<TuningMode, 'dry-run' | 'enforce'>

export type RoundAsked = Readonly<{
  program: Program
  mode: ActiveMode
  knobs: HostKnobs
  handOn: HandOn
  signal: AbortSignal
}>

export type RoundDone = Readonly<{ round: TuningRound; decisions: readonly KnobDecision[] }>

/** One host and what its policy does there. Rounds must not overlap. */
export type HostTuner = Readonly<{
  /** Never rejects for what a policy or a host does. */
  round(asked: RoundAsked): Promise<RoundDone>
}>

/** Knob calls of one host that are under way at once. */
const AT_ONCE = 4

export function createHostTuner(deps: HostTunerDeps): HostTuner {
  const { facts, now, newId } = deps
  const backOff = createBackOff()
  let sent = createSentKnobs('enforce')
  /** What a dry run said last, by knob: a wish that stays is told once. */
  let told: ReadonlyMap<string, string> = new Map()
  let lastMode: ActiveMode = 'enforce'

  async function carryOutOrShow(
    { change }: ExplainedChange,
    { mode, knobs, handOn, signal }: RoundAsked,
  ): Promise<Outcome> {
    if (mode === 'dry-run') return { outcome: 'would-make' }
    const outcome = await carryOut(change, { knobs, handOn }, signal)
    backOff.note(change, outcome.outcome === 'failed', now())
    return outcome
  }

  async function decide(explained: ExplainedChange, asked: RoundAsked): Promise<KnobDecision> {
    const { change, because } = explained
    const outcome = await carryOutOrShow(explained, asked)
    const atMs = now()
    if (outcome.outcome !== 'failed') sent.note(change, atMs)
    return { id: newId(), atMs, by: 'policy', change, ...outcome, because: [...because] }
  }

  return {
    async round(asked) {
      if (asked.mode !== lastMode) sent = createSentKnobs(asked.mode)
      lastMode = asked.mode
      const beganMs = now()
      const { guests } = facts.latest()
      backOff.keepOnly(new Set(guests.keys()))
      const { outcome, problem, skipped, changes, keep } = planRound(asked.program, deps, sent.of(guests, beganMs))
      if (outcome === 'ok') keep()
      const wanted = oneShutdown(changes).filter(({ change }) => !backOff.isHeld(change, beganMs))
      const due =
        asked.mode === 'dry-run' ? wanted.filter(({ change }) => told.get(knobOf(change)) !== textOf(change)) : wanted
      told = new Map(wanted.map(({ change }) => [knobOf(change), textOf(change)]))
      const decisions: KnobDecision[] = []
      const left = due[Symbol.iterator]()
      const work = async () => {
        for (const explained of left) {
          if (asked.signal.aborted) return
          decisions.push(await decide(explained, asked))
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      const round = { atMs: beganMs, durationMs: Math.max(0, now() - beganMs), outcome, skipped: [...skipped] }
      return { round: { ...round, ...(problem && { problem }) }, decisions }
    },
  }
}

const textOf = (change: KnobChange): string => JSON.stringify(change)

/** Whatever a policy says, no more than one VM is asked to stop at a time: what that frees is seen in the next round. */
function oneShutdown(changes: readonly ExplainedChange[]): ExplainedChange[] {
  const isStop = ({ change }: ExplainedChange) => change.knob === 'request' && change.request !== 'migrate'
  const first = changes.find(isStop)
  return changes.filter(change => !isStop(change) || change === first)
}
