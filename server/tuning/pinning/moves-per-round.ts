import type { PinLimits } from './pin-plan.ts'

/** One more move in a round for so many cores: a large host would take hours one by one. */
const CORES_PER_MOVE = 32

/** Moves of one round on a host of so many cores; the limit is what a small one has. */
export const movesPerRound = (cores: number, { movesPerRound }: Pick<PinLimits, 'movesPerRound'>): number =>
  Math.max(movesPerRound, Math.ceil(cores / CORES_PER_MOVE))
