import { expect, it } from 'vitest'
import { movesPerRound } from './moves-per-round.ts'

it.each([
  { cores: 1, atLeast: 1, moves: 1 },
  { cores: 32, atLeast: 1, moves: 1 },
  { cores: 33, atLeast: 1, moves: 2 },
  { cores: 256, atLeast: 1, moves: 8 },
  { cores: 33, atLeast: 4, moves: 4 },
  { cores: 256, atLeast: 4, moves: 8 },
])(
  'a host of $cores cores is given $moves moves in a round where a small one has $atLeast',
  ({ cores, atLeast, moves }) => {
    expect(movesPerRound(cores, { movesPerRound: atLeast })).toBe(moves)
  },
)
