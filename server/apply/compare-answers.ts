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
  /** Dismissed and failed ones; how far back they reach only has to cover the hold times. */
  resting: readonly Recommendation[]
  /** VMs that are being moved now. */
  busyVmIds: ReadonlySet<string>
}>

export type Changes = Readonly<{
  keep: readonly Readonly<{ open: Recommendation; proposal: Proposal }>[]
  supersede: readonly Recommendation[]
  add: readonly Proposal[]
}>

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
  const add = [...wanted].flatMap(([key, proposal]) => {
    if (known.busyVmIds.has(proposal.recommendation.vm.id)) return []
    const rests = known.resting.some(past => moveKey(past) === key && isHeld(past, proposal, hold, nowMs))
    return rests ? [] : [proposal]
  })
  return { keep, supersede, add }
}

const moveKey = ({ unitId, vm, from, to }: Pick<Recommendation, 'unitId' | 'vm' | 'from' | 'to'>): string =>
  JSON.stringify([unitId, vm.id, from.id, to.id])

function isHeld(past: Recommendation, { recommendation }: Proposal, hold: HoldTimes, nowMs: number): boolean {
  if (past.state === 'failed') return nowMs - past.updatedAtMs < hold.failedMs
  return nowMs - past.updatedAtMs < hold.dismissedMs && !numbersChanged(past, recommendation)
}

/** More urgent, decided with other property values, or a source clearly fuller than when it was dismissed. */
function numbersChanged(past: Recommendation, now: Proposal['recommendation']): boolean {
  const names = new Set([...Object.keys(past.properties), ...Object.keys(now.properties)])
  if (now.priority < past.priority) return true
  if ([...names].some(name => past.properties[name] !== now.properties[name])) return true
  const sourceUse = ({ effects }: Pick<Recommendation, 'effects'>) => effects[0]?.memoryUsedBeforePercent ?? 0
  return sourceUse(now) - sourceUse(past) >= WORSE_BY_PERCENT
}
