import type { HostRecommendation, MoveRecommendation, Recommendation } from '../../shared/plan/recommendation.ts'
import { type Hold, type HoldTimes, holdOf, keyOf } from './hold-of.ts'
import type { HeldBack, Proposal } from './services.ts'

/** What balancers and schedulers ask for; plans are asked for by themselves. */
export type Answered = MoveRecommendation | HostRecommendation

export type Known = Readonly<{
  /** Those whose snooze is over count as open. */
  open: readonly Answered[]
  /** Not open: applying and snoozed, and, as far back as they can hold something up, applied, dismissed and failed ones. */
  past: readonly Recommendation[]
}>

export type Changes = Readonly<{
  keep: readonly Readonly<{ open: Answered; proposal: Proposal }>[]
  supersede: readonly Answered[]
  add: readonly Proposal[]
  held: readonly HeldBack[]
}>

/**
 * What a cluster's newest answer means for what was proposed before. What is asked for again keeps its recommendation, so
 * that its id, and an operator's selection, outlive new figures; the same answer twice changes nothing.
 */
export function compareAnswers(proposals: readonly Proposal[], known: Known, hold: HoldTimes, nowMs: number): Changes {
  const wanted = new Map(proposals.map(proposal => [keyOf(proposal.recommendation), proposal]))
  const keep: { open: Answered; proposal: Proposal }[] = []
  const supersede: Answered[] = []
  // What a plan is changing is asked for anew when it is over; by then it may be something else.
  const isPlanRunning = known.past.some(({ kind, state }) => kind === 'plan' && state === 'applying')
  for (const open of known.open) {
    const proposal = wanted.get(keyOf(open))
    // Taken out, so that a second open one of the same is superseded.
    if (proposal && !isPlanRunning && wanted.delete(keyOf(open))) keep.push({ open, proposal })
    else supersede.push(open)
  }
  const add: Proposal[] = []
  const held: HeldBack[] = []
  for (const proposal of wanted.values()) {
    const { recommendation } = proposal
    const holds = known.past.flatMap(past => holdOf(past, recommendation, hold) ?? [])
    const [longest] = holds.filter(found => nowMs < endOf(found)).toSorted((a, b) => endOf(b) - endOf(a))
    if (longest === undefined) add.push(proposal)
    else held.push({ subject: recommendation.kind === 'move' ? recommendation.vm : recommendation.host, ...longest })
  }
  return { keep, supersede, add, held }
}

/** One without an end lasts as long as another move does, which nobody knows. */
const endOf = ({ untilMs = Number.MAX_SAFE_INTEGER }: Hold): number => untilMs
