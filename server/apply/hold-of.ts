import type {
  HostRecommendation,
  MoveRecommendation,
  PlanRecommendation,
  Recommendation,
} from '../../shared/plan/recommendation.ts'
import { REFUSED_HOLD_MS, refusalDetail, wasRefused } from './refusals.ts'
import type { HeldBack, Proposal } from './services.ts'

export type HoldTimes = Readonly<{
  /** What was dismissed rests this long, unless its numbers change. */
  dismissedMs: number
  /** A move that failed rests this long: what stood in its way a moment ago still does. */
  failedMs: number
  /** A VM is not moved to a host that the engine refused for it for this long; an hour unless given. */
  refusedMs?: number
}>

/** Why something waits, and until when; without an end, until another move is over. */
export type Hold = Omit<HeldBack, 'subject'>

type New = Proposal['recommendation']
type NewMove = Extract<New, { kind: 'move' }>
type NewHostAction = Extract<New, { kind: 'host' }>

/** Two polls of the engine: only then do a host's figures show what has left it. */
const FIGURES_FOLLOW_MS = 30_000

/** This many percentage points more on the source make a dismissed move worth showing again. */
const WORSE_BY_PERCENT = 5

/** Two recommendations with one key ask for the same thing in the same name. */
export const keyOf = (asked: New): string =>
  JSON.stringify(
    asked.kind === 'move'
      ? [asked.unitId, asked.vm.id, asked.from.id, asked.to.id]
      : [asked.unitId, asked.host.id, asked.action],
  )

/** What an earlier recommendation means for one that is asked for now, whether or not its hold is over by now. */
export function holdOf(past: Recommendation, now: New, hold: HoldTimes): Hold | undefined {
  if (past.kind === 'plan') return whilePlanRuns(past)
  if (now.kind === 'host') return past.kind === 'host' ? afterHostAction(past, now, hold) : whileMoving(past, now)
  return past.kind === 'move' ? afterMove(past, now, hold) : undefined
}

function afterMove(past: MoveRecommendation, now: NewMove, hold: HoldTimes): Hold | undefined {
  const touches = past.vm.id === now.vm.id || past.from.id === now.from.id
  const isSame = keyOf(past) === keyOf(now)
  const until = (ms: number) => past.updatedAtMs + ms
  switch (past.state) {
    case 'applying':
      return touches ? { code: 'applying', because: `It waits while ${moving(past)}` } : undefined
    case 'applied': {
      const because = `It waits: ${past.vm.name} has just left ${past.from.name}, and the engine's figures follow later.`
      return touches ? { code: 'applied', untilMs: until(FIGURES_FOLLOW_MS), because } : undefined
    }
    case 'failed':
      if (wasRefused(past)) return refusedBefore(past, now, until(hold.refusedMs ?? REFUSED_HOLD_MS))
      return isSame ? { code: 'failed', untilMs: until(hold.failedMs), because: 'This move failed.' } : undefined
    case 'snoozed':
      return isSame ? afterSnooze(past) : undefined
    case 'dismissed':
      if (!isSame || isMoreUrgent(past, now) || sourceUse(now) - sourceUse(past) >= WORSE_BY_PERCENT) return undefined
      return { code: 'dismissed', untilMs: until(hold.dismissedMs), because: 'This move was dismissed.' }
    default:
      return undefined
  }
}

/** Its steps were planned on everything else staying where it is. */
const whilePlanRuns = ({ state, plan }: PlanRecommendation): Hold | undefined =>
  state === 'applying'
    ? { code: 'applying', because: `It waits while a plan of ${plan.steps.length} moves is carried out.` }
    : undefined

const moving = ({ vm, from }: MoveRecommendation): string => `${vm.name} is being moved from ${from.name}.`

/** The engine does not care which unit asks, nor where the VM comes from. */
function refusedBefore(past: MoveRecommendation, now: NewMove, untilMs: number): Hold | undefined {
  if (past.vm.id !== now.vm.id || past.to.id !== now.to.id) return undefined
  return { code: 'refused', untilMs, because: `The engine refused this move: ${refusalDetail(past)}` }
}

/** Whoever snoozed it wants it back at that time and not before, however urgent it becomes. */
const afterSnooze = ({ kind, snoozedUntilMs = 0 }: Recommendation): Hold => ({
  code: 'snoozed',
  untilMs: snoozedUntilMs,
  because: kind === 'move' ? 'This move was snoozed.' : 'This was snoozed.',
})

function afterHostAction(past: HostRecommendation, now: NewHostAction, hold: HoldTimes): Hold | undefined {
  if (past.state === 'snoozed') return keyOf(past) === keyOf(now) ? afterSnooze(past) : undefined
  if (past.state !== 'dismissed' || keyOf(past) !== keyOf(now) || isMoreUrgent(past, now)) return undefined
  return { code: 'dismissed', untilMs: past.updatedAtMs + hold.dismissedMs, because: 'This was dismissed.' }
}

/** A host that a VM is leaving or coming to is not to be switched. */
function whileMoving(past: MoveRecommendation, { host }: NewHostAction): Hold | undefined {
  const touches = past.from.id === host.id || past.to.id === host.id
  return past.state === 'applying' && touches
    ? { code: 'applying', because: `It waits while ${moving(past)}` }
    : undefined
}

/** More urgent than it was, or decided with other values. */
function isMoreUrgent(past: Recommendation, now: New): boolean {
  const names = new Set([...Object.keys(past.properties), ...Object.keys(now.properties)])
  return now.priority < past.priority || [...names].some(name => past.properties[name] !== now.properties[name])
}

const sourceUse = ({ effects }: Pick<MoveRecommendation, 'effects'>): number => effects[0]?.memoryUsedBeforePercent ?? 0
