import type { PlannedMove } from '../../../server/planner/plan/placement-plan.ts'

/** Which moves are done whenever another starts: those it comes after, those that they come after, and so on. */
export type Forerunners = Readonly<{ isBefore: (earlier: number, move: number) => boolean }>

/** Needs moves that come after earlier places only. */
export function createForerunners(moves: readonly PlannedMove[]): Forerunners {
  // One bit for each pair of moves: tens of thousands of moves would otherwise be as many large sets.
  const words = Math.ceil(moves.length / 32)
  const rows: Uint32Array[] = []
  for (const { after } of moves) {
    const row = new Uint32Array(words)
    for (const earlier of after) {
      for (const [word, bits] of (rows[earlier] as Uint32Array).entries()) row[word] = (row[word] as number) | bits
      row[earlier >>> 5] = (row[earlier >>> 5] as number) | (1 << (earlier & 31))
    }
    rows.push(row)
  }
  return {
    isBefore: (earlier, move) => (((rows[move]?.[earlier >>> 5] as number) >>> (earlier & 31)) & 1) === 1,
  }
}
