import type { TuningMode } from '../../shared/model/tuning.ts'
import type { KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { Program } from '../language/evaluate.ts'
import type { Arbitration, WantedChange } from './arbiter/arbitration.ts'
import type { HandOn, HostKnobs } from './knobs/carry-out.ts'
import { createKnobRounds, type DueChange, type FoundNotes } from './knobs/knob-round.ts'
import { createSentKnobs } from './knobs/sent-knobs.ts'
import { type PlanRoundDeps, planRound, type RoundPlan } from './plan-round.ts'

export type HostTunerDeps = PlanRoundDeps & Readonly<{ now: () => number; newId: () => string }>

export type ActiveMode = Extract<TuningMode, 'dry-run' | 'enforce'>

export type RoundAsked = Readonly<{
  /** Absent: no policy is asked. */
  policy?: Readonly<{ program: Program; mode: ActiveMode; controllers?: PlanRoundDeps['controllers'] }>
  /** What else is wanted: by balancers, or to be given back. */
  others?: readonly DueChange[]
  /** Decides between all that is wanted. Absent: all of it is done. */
  arbitrate?: (wanted: readonly WantedChange[]) => Pick<Arbitration, 'let' | 'held' | 'asks'>
  found?: FoundNotes
  knobs: HostKnobs
  handOn: HandOn
  isLast?: boolean
  signal: AbortSignal
}>

/** `round`: of the policy, where it was asked. */
export type RoundDone = Readonly<{ round?: TuningRound; decisions: readonly KnobDecision[] }>

/** One host and what is done there. Rounds must not overlap. */
export type HostTuner = Readonly<{
  /** Never rejects for what a policy or a host does. */
  round(asked: RoundAsked): Promise<RoundDone>
  /** Where a balloon was sent that has not come there yet. */
  headedKiB(vmId: string): number | undefined
}>

export function createHostTuner(deps: HostTunerDeps): HostTuner {
  const { facts, now } = deps
  const rounds = createKnobRounds(deps)
  let sent = createSentKnobs('enforce')
  let lastMode: ActiveMode = 'enforce'

  /** Moves of the policy, with its round; it remembers its variables from here on. */
  function ofPolicy({ policy }: RoundAsked, beganMs: number) {
    if (policy === undefined) return { plan: undefined, wanted: [] }
    if (policy.mode !== lastMode) sent = createSentKnobs(policy.mode)
    lastMode = policy.mode
    const { controllers = deps.controllers, mode } = policy
    const plan = planRound(policy.program, { ...deps, controllers }, sent.of(facts.latest().guests, beganMs))
    if (plan.outcome === 'ok') plan.keep()
    const wanted = oneShutdown(plan.changes.map(change => ({ ...change, by: 'policy' as const, mode })))
    return { plan, wanted }
  }

  return {
    async round(asked) {
      const beganMs = now()
      const { plan, wanted } = ofPolicy(asked, beganMs)
      const all: readonly DueChange[] = [...wanted, ...(asked.others ?? [])]
      const { due, held } = decided(all, asked)
      const { knobs, handOn, found = nothingNoted, isLast = false, signal } = asked
      const vmIds = new Set(facts.latest().guests.keys())
      const decisions = await rounds.carryOut({ due, held, knobs, handOn, found, isLast, signal }, vmIds)
      for (const { outcome, change, atMs } of decisions)
        if (outcome !== 'failed' && outcome !== 'held') sent.note(change, atMs)
      return { ...(plan && { round: roundOf(plan, beganMs, now()) }), decisions }
    },
    headedKiB: vmId => sent.of(facts.latest().guests, now()).balloonKiB(vmId),
  }
}

export type PolicyRound = Readonly<{ round: TuningRound; decisions: readonly KnobDecision[] }>

/** A round with a policy and nothing else. */
export async function policyRound(
  tuner: HostTuner,
  { program, mode, ...asked }: Pick<RoundAsked, 'knobs' | 'handOn' | 'signal'> & NonNullable<RoundAsked['policy']>,
): Promise<PolicyRound> {
  const { round, decisions } = await tuner.round({ ...asked, policy: { program, mode } })
  if (round === undefined) throw new Error('a policy was asked and nothing is known of it')
  return { round, decisions }
}

/** The arbiter hands back the very changes that it was given, so each keeps its mode; its own requests have that of the policy. */
function decided(all: readonly DueChange[], { policy, arbitrate }: RoundAsked) {
  if (arbitrate === undefined) return { due: all, held: [] }
  const modeOf = new Map<WantedChange, ActiveMode>(all.map(change => [change, change.mode]))
  const withMode = (change: WantedChange): DueChange => ({
    ...change,
    mode: modeOf.get(change) ?? policy?.mode ?? 'dry-run',
  })
  const arbitration = arbitrate(all)
  return {
    due: [...arbitration.let, ...arbitration.asks].map(withMode),
    held: arbitration.held.map(({ change, because }) => ({ change: withMode(change), because })),
  }
}

function roundOf({ outcome, problem, skipped }: RoundPlan, beganMs: number, endedMs: number): TuningRound {
  const round = { atMs: beganMs, durationMs: Math.max(0, endedMs - beganMs), outcome, skipped: [...skipped] }
  return { ...round, ...(problem && { problem }) }
}

const nothingNoted: FoundNotes = { willChange: async () => {}, made: async () => {} }

/** Whatever a policy says, no more than one VM is asked to stop at a time: what that frees is seen in the next round. */
function oneShutdown(changes: readonly DueChange[]): DueChange[] {
  const isStop = ({ change }: DueChange) => change.knob === 'request' && change.request !== 'migrate'
  const first = changes.find(isStop)
  return changes.filter(change => !isStop(change) || change === first)
}
