import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Proposal } from './services.ts'

export type HoldTimes = Readonly<{
  /** A dismissed move rests this long, unless its numbers change. */
  dismissedMs: number
  /** A move that failed or was refused rests this long: what stood in its way a moment ago still does. */
  failedMs: number
}>

export type Known = Readonly<{
  open: readonly Recommendation[]
  /** Not open any more: applying, and, as far back as they can hold something up, applied, dismissed and failed ones. */
  past: readonly Recommendation[]
}>

/** A move that is asked for but not proposed, because of an earlier one; the sentence says why and until when. */
export type HeldBack = Readonly<{ proposal: Proposal; because: string }>

export type Changes = Readonly<{
  keep: readonly Readonly<{ open: Recommendation; proposal: Proposal }>[]
  supersede: readonly Recommendation[]
  add: readonly Proposal[]
  held: readonly HeldBack[]
}>

/** Two polls of the engine: only then do a host's figures show what has left it. */
const FIGURES_FOLLOW_MS = 30_000

/** This many percentage points more on the source make a dismissed move worth showing again. */
const WORSE_BY_PERCENT = 5

/**
 * What a cluster's newest answer means for what was proposed before. The same move by the same unit keeps its
 * recommendation, so that its id, and an operator's selection, outlive new figures; the same answer twice changes nothing.
 */
export function compareAnswers(proposals: readonly Proposal[], known: Known, hold: HoldTimes, nowMs: number): Changes {
  const wanted = new Map(proposals.map(proposal => [moveKey(proposal.recommendation), proposal]))
  const keep: { open: Recommendation; proposal: Proposal }[] = []
  const supersede: Recommendation[] = []
  for (const open of known.open) {
    const proposal = wanted.get(moveKey(open))
    // Taken out, so that a second open one of the same move is superseded.
    if (proposal && wanted.delete(moveKey(open))) keep.push({ open, proposal })
    else supersede.push(open)
  }
  const add: Proposal[] = []
  const held: HeldBack[] = []
  for (const proposal of wanted.values()) {
    const reasons = known.past.map(past => whyHeld(past, proposal.recommendation, hold, nowMs))
    const because = reasons.find(found => found !== undefined)
    if (because === undefined) add.push(proposal)
    else held.push({ proposal, because })
  }
  return { keep, supersede, add, held }
}

const moveKey = ({ unitId, vm, from, to }: Pick<Recommendation, 'unitId' | 'vm' | 'from' | 'to'>): string =>
  JSON.stringify([unitId, vm.id, from.id, to.id])

function whyHeld(
  past: Recommendation,
  now: Proposal['recommendation'],
  hold: HoldTimes,
  nowMs: number,
): string | undefined {
  const agoMs = nowMs - past.updatedAtMs
  const touches = past.vm.id === now.vm.id || past.from.id === now.from.id
  const isSame = moveKey(past) === moveKey(now)
  const rests = (ms: number) => `rests for another ${Math.max(1, Math.ceil((ms - agoMs) / 60_000))} min.`
  switch (past.state) {
    case 'applying':
      return touches ? `It waits while ${past.vm.name} is being moved from ${past.from.name}.` : undefined
    case 'applied':
      if (!touches || agoMs >= FIGURES_FOLLOW_MS) return undefined
      return `It waits: ${past.vm.name} has just left ${past.from.name}, and the engine's figures follow later.`
    case 'failed':
      return isSame && agoMs < hold.failedMs ? `This move failed and ${rests(hold.failedMs)}` : undefined
    case 'dismissed':
      if (!isSame || agoMs >= hold.dismissedMs || numbersChanged(past, now)) return undefined
      return `This move was dismissed and ${rests(hold.dismissedMs)}`
    default:
      return undefined
  }
}

/** More urgent, decided with other property values, or a source clearly fuller than when it was dismissed. */
function numbersChanged(past: Recommendation, now: Proposal['recommendation']): boolean {
  const names = new Set([...Object.keys(past.properties), ...Object.keys(now.properties)])
  if (now.priority < past.priority) return true
  if ([...names].some(name => past.properties[name] !== now.properties[name])) return true
  const sourceUse = ({ effects }: Pick<Recommendation, 'effects'>) => effects[0]?.memoryUsedBeforePercent ?? 0
  return sourceUse(now) - sourceUse(past) >= WORSE_BY_PERCENT
}
