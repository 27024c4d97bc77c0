import type { KnobChange, KnobDecision } from '../../../shared/plan/knob-decision.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import type { WantedChange } from '../arbiter/arbitration.ts'
import { createBackOff, knobOf } from './back-off.ts'
import { carryOut, type HandOn, type HostKnobs, type Outcome, type Problem } from './carry-out.ts'

/** `dry-run`: it is shown and nothing else. */
export type DueChange = WantedChange & Readonly<{ mode: 'dry-run' | 'enforce' }>
export type HeldChange = Readonly<{ change: DueChange; because: Reason }>

/** What was found is written down before it is changed: see `TouchedKnobs`. */
export type FoundNotes = Readonly<{
  willChange(changes: readonly KnobChange[]): Promise<void>
  made(changes: readonly KnobChange[]): Promise<void>
}>

export type KnobRoundAsked = Readonly<{
  due: readonly DueChange[]
  held: readonly HeldChange[]
  knobs: HostKnobs
  handOn: HandOn
  found: FoundNotes
  /** Nothing comes after it: what failed a moment ago is tried all the same. */
  isLast?: boolean
  signal: AbortSignal
}>

/** Knob calls of one host that are under way at once. */
const AT_ONCE = 4

/** Carries out what is due on one host, each wish of a dry run and each one held back told once. Rounds must not overlap. */
export function createKnobRounds({ now, newId }: Readonly<{ now: () => number; newId: () => string }>) {
  const backOff = createBackOff()
  /** What was shown last and not made: a wish that stays is told once. */
  let told: ReadonlySet<string> = new Set()

  const decisionOf = ({ by, change, because, reason }: DueChange, outcome: Outcome): KnobDecision => ({
    id: newId(),
    atMs: now(),
    by,
    change,
    ...outcome,
    because: [...because],
    ...(reason && { reason }),
  })

  async function make(due: readonly DueChange[], asked: KnobRoundAsked): Promise<KnobDecision[]> {
    const { found, knobs, handOn, signal } = asked
    if (due.length === 0) return []
    try {
      await found.willChange(due.map(({ change }) => change))
    } catch (error) {
      const problem = notWritten(error as Error)
      return due.map(change => decisionOf(change, { outcome: 'failed', problem }))
    }
    const decisions: KnobDecision[] = []
    const left = due[Symbol.iterator]()
    const work = async () => {
      for (const wanted of left) {
        if (signal.aborted) return
        const outcome = await carryOut(wanted.change, { knobs, handOn }, signal)
        backOff.note(wanted.change, outcome.outcome === 'failed', now())
        decisions.push(decisionOf(wanted, outcome))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const made = decisions.flatMap(({ outcome, change }) => (outcome === 'made' ? [change] : []))
    // What cannot be noted now stays a doubt, which costs nothing but room.
    if (made.length > 0) await found.made(made).catch(() => undefined)
    return decisions
  }

  return {
    /** Never rejects for what a host does. */
    async carryOut(asked: KnobRoundAsked, vmIds: ReadonlySet<string>): Promise<KnobDecision[]> {
      const beganMs = now()
      backOff.keepOnly(vmIds)
      const due = asked.due.filter(({ change }) => asked.isLast || !backOff.isHeld(change, beganMs))
      const shown = [
        ...due.flatMap(wanted => (wanted.mode === 'dry-run' ? [{ wanted, outcome: wouldMake }] : [])),
        ...asked.held.map(({ change, because }) => ({ wanted: change, outcome: heldBack(because) })),
      ]
      const news = shown.filter(({ wanted, outcome }) => !told.has(textOf(wanted.change, outcome)))
      told = new Set(shown.map(({ wanted, outcome }) => textOf(wanted.change, outcome)))
      const made = await make(
        due.filter(({ mode }) => mode === 'enforce'),
        asked,
      )
      return [...news.map(({ wanted, outcome }) => decisionOf(wanted, outcome)), ...made]
    },
  }
}

const wouldMake: Outcome = { outcome: 'would-make' }
const heldBack = ({ code, text }: Reason): Outcome => ({ outcome: 'held', problem: { code, message: text } })

/** Numbers of a held change move from round to round; that it is held is no news then. */
const textOf = (change: KnobChange, { outcome, problem }: Outcome): string =>
  outcome === 'held' ? `${knobOf(change)} ${problem?.code}` : JSON.stringify(change)

const notWritten = ({ message }: Error): Problem => ({
  code: 'not-recorded',
  message: `Nothing was changed, because how it was found could not be written down: ${message}`,
})
