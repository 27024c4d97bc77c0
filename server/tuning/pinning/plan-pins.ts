import { coreLoads, withMoves } from './core-loads.ts'
import { type CpuView, vcpuKey } from './cpu-view.ts'
import { findStep, noHolds, type Step } from './find-step.ts'
import { makeStep } from './make-step.ts'
import { holdsOf, type RoundHolds } from './pin-holds.ts'
import {
  type Evenness,
  HOUR_MS,
  type PastMove,
  type PinLimits,
  type PinMemory,
  type PinMove,
  type PinPlan,
} from './pin-plan.ts'
import { calmStanding, heldStanding, idleStanding, movedStanding, waitingStanding } from './pin-standing.ts'
import { evennessOf, type Placing, placingOf } from './placing.ts'

/**
 * Which vCPUs are to go to which cores in this round, by the rule of `findStep`. Nothing is moved while the host is idle, before there
 * was something to gain for `patience` rounds in a row, or against what past moves forbid (`holdsOf`). The same for a dry run and for real.
 */
export function planPins(view: CpuView, memory: PinMemory, limits: PinLimits): PinPlan {
  const placing = placingOf(view, limits)
  const before = evennessOf(placing)
  const known = { ...memory, moves: recent(memory.moves, view.atMs, limits) }
  const still = { moves: [], isRelease: false, before, after: before }
  if (!isBusy(before, memory.isActive, limits)) {
    const standing = idleStanding(before, memory.isActive, limits)
    const idle = { streak: 0, isActive: false, isSettled: false, moves: known.moves }
    return { ...still, isRelease: true, standing, memory: idle }
  }
  const holds = holdsOf(placing, view.atMs, known, limits)
  const first = findStep(placing, limits, holds)
  if (first === undefined) {
    const wanted = known.moves.size === 0 ? undefined : findStep(placing, limits, noHolds)
    const standing = wanted === undefined ? calmStanding(view, before, limits) : heldStanding(holds.why(wanted))
    const isSettled = memory.isSettled || wanted === undefined
    return { ...still, standing, memory: { ...known, streak: 0, isActive: true, isSettled } }
  }
  const streak = Math.min(memory.streak + 1, limits.patience)
  const next = { ...known, streak, isActive: true }
  if (streak < limits.patience) return { ...still, standing: waitingStanding(streak, limits, before), memory: next }
  const { moves, isMore } = makeSteps(first, placing, limits, holds)
  const after = evennessOf(placing)
  return { ...still, moves, after, standing: movedStanding(moves, before, after, limits, isMore), memory: next }
}

const isBusy = ({ demandPercent }: Evenness, wasBusy: boolean, limits: PinLimits): boolean =>
  wasBusy ? demandPercent >= limits.releaseBelowPercent : demandPercent > limits.beginAbovePercent

/** Step after step, each on what the ones before have left, until a round has enough of them. */
function makeSteps(first: Step, placing: Placing, limits: PinLimits, holds: RoundHolds) {
  const moves: PinMove[] = []
  let step: Step | undefined = first
  while (step !== undefined && (moves.length === 0 || moves.length + step.shifts.length <= limits.movesPerRound)) {
    moves.push(...makeStep(step))
    holds.note(step)
    step = findStep(placing, limits, holds)
  }
  return { moves, isMore: step !== undefined }
}

/** The memory with the moves of a plan that were really made, on the view that they were planned for. */
export function rememberMoves(memory: PinMemory, made: readonly PinMove[], view: CpuView): PinMemory {
  const loads = coreLoads(withMoves(view, made))
  const moves = new Map(memory.moves)
  for (const move of made) {
    const past: PastMove = {
      atMs: view.atMs,
      fromCore: view.cores[move.fromCore]?.cpuIds ?? [],
      toCore: view.cores[move.toCore]?.cpuIds ?? [],
      demandPercent: move.demandPercent,
      fromLoadPercent: loads[move.fromCore] ?? 0,
      toLoadPercent: loads[move.toCore] ?? 0,
    }
    moves.set(vcpuKey(move), [...(moves.get(vcpuKey(move)) ?? []), past])
  }
  return { ...memory, moves }
}

function recent(moves: PinMemory['moves'], atMs: number, { residenceMs }: PinLimits): PinMemory['moves'] {
  const spanMs = Math.max(HOUR_MS, residenceMs)
  const kept = [...moves].map(([key, past]) => [key, past.filter(move => atMs - move.atMs < spanMs)] as const)
  return new Map(kept.filter(([, past]) => past.length > 0))
}

export type Settled = Readonly<{ view: CpuView; moves: readonly PinMove[]; before: Evenness; after: Evenness }>

/** Steps for each vCPU that are made at most: far more than it takes, for hosts where the margin is next to nothing. */
const MOST_STEPS_PER_VCPU = 10

/** How a host would look when all that can be gained by moves has been gained, whatever rates, patience and past moves allow. */
export function settle(view: CpuView, limits: PinLimits): Settled {
  const placing = placingOf(view, limits)
  const before = evennessOf(placing)
  const moves: PinMove[] = []
  for (let left = MOST_STEPS_PER_VCPU * view.vcpus.length; left > 0; left--) {
    const step = findStep(placing, limits, noHolds)
    if (step === undefined) break
    moves.push(...makeStep(step))
  }
  return { view: withMoves(view, moves), moves, before, after: evennessOf(placing) }
}
