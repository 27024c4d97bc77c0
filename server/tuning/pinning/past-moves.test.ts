import { describe, expect, it } from 'vitest'
import { aCpuView } from '../../../test/fakes/cpu-views.ts'
import type { CpuView } from './cpu-view.ts'
import { noPinMemory, type PastMove, type PinLimits, type PinMemory } from './pin-plan.ts'
import { planPins, rememberMoves } from './plan-pins.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

/** Round figures, for what is expected to be reckoned in the head; what is usual is judged in the properties and in the comparison. */
const limits: PinLimits = {
  ...usualPinLimits,
  ...{ patience: 1, leastMarginPercent: 10, marginPercent: 10, leastDemandPercent: 5 },
}
const active: PinMemory = { ...noPinMemory, isActive: true }

describe('what past moves forbid', () => {
  const MINUTE_MS = 60_000
  const viewWith = (fixedPercent: number) =>
    aCpuView([[30], []], index => ({ fixedPercent: index === 0 ? fixedPercent : 0 }))
  const view = viewWith(60)
  const past = (over: Partial<PastMove> = {}): PastMove => ({
    atMs: view.atMs - 5 * MINUTE_MS,
    ...{ fromCore: [1], toCore: [0], demandPercent: 30, fromLoadPercent: 0, toLoadPercent: 90 },
    ...over,
  })
  const elsewhere = { fromCore: [7] }
  const cases: { why: string; move: PastMove; moves: boolean; because?: string }[] = [
    { why: 'a resident', move: past(), moves: false, because: 'pin-moved-lately' },
    { why: 'one whose demand changed by a fifth', move: past({ ...elsewhere, demandPercent: 37.5 }), moves: false },
    { why: 'one whose demand changed by more', move: past({ ...elsewhere, demandPercent: 38 }), moves: true },
    { why: 'that one, back', move: past({ demandPercent: 38 }), moves: false, because: 'pin-left-lately' },
    { why: 'one whose demand changed by two fifths, back', move: past({ demandPercent: 50 }), moves: false },
    { why: 'one whose demand changed by more than that, back', move: past({ demandPercent: 51 }), moves: true },
    { why: 'one whose core changed by a fifth', move: past({ ...elsewhere, toLoadPercent: 72 }), moves: false },
    { why: 'one whose core changed by more', move: past({ ...elsewhere, toLoadPercent: 71 }), moves: true },
    { why: 'that one, back', move: past({ toLoadPercent: 71 }), moves: false, because: 'pin-left-lately' },
    {
      why: 'one whose core changed, and that which it left by next to nothing',
      move: past({ toLoadPercent: 60, fromLoadPercent: 5 }),
      moves: false,
    },
    {
      why: 'one whose core changed, and that which it left',
      move: past({ toLoadPercent: 60, fromLoadPercent: 6 }),
      moves: true,
    },
    { why: 'one after the residence time', move: past({ atMs: view.atMs - 10 * MINUTE_MS }), moves: true },
  ]
  for (const { why, move, moves, because } of cases) {
    it(`${moves ? 'lets' : 'holds'} ${why}`, () => {
      const plan = planPins(view, { ...active, moves: new Map([['vm0 0', [move]]]) }, limits)
      expect(plan.moves.map(({ vmId }) => vmId)).toEqual(moves ? ['vm0'] : [])
      if (because !== undefined) expect(plan.standing).toMatchObject({ code: 'pin-held', values: { because } })
    })
  }

  describe('within the hour lets go only for what cannot be noise', () => {
    // The core is loaded by 42 %, the move gains 12 %; the margin is 10 %, and a tenth of both loads more while it is wary.
    const noisy = viewWith(12)
    // By 76 %; with both of them gone to where the other is, by 76 % less their difference.
    const swap = (demandPercent: number) =>
      aCpuView([[demandPercent], [30]], index => ({ fixedPercent: index === 0 ? 76 - demandPercent : 14 }))
    const ago = (minutes: number, over: Partial<PastMove> = {}) =>
      past({ ...elsewhere, atMs: view.atMs - minutes * MINUTE_MS, toLoadPercent: 42, ...over })
    const cases: { why: string; view: CpuView; move: PastMove; moves: number; margin?: number }[] = [
      { why: 'a gain within the noise', view: noisy, move: ago(59), moves: 0 },
      { why: 'a gain within it after an hour', view: noisy, move: ago(60), moves: 1 },
      {
        why: 'a gain within it, but with another load on its core',
        view: noisy,
        move: ago(59, { toLoadPercent: 33 }),
        moves: 1,
      },
      {
        why: 'a gain within it, but with another demand',
        view: noisy,
        move: ago(59, { demandPercent: 38 }),
        moves: 1,
      },
      { why: 'a gain beyond it', view: viewWith(20), move: ago(59, { toLoadPercent: 50 }), moves: 1 },
      {
        why: 'a swap for less than its noise',
        view: swap(36),
        move: ago(59, { demandPercent: 36, toLoadPercent: 76 }),
        moves: 0,
        margin: 0,
      },
      {
        why: 'a swap for more than its noise',
        view: swap(38),
        move: ago(59, { demandPercent: 38, toLoadPercent: 76 }),
        moves: 2,
        margin: 0,
      },
    ]
    for (const { why, view, move, moves, margin = limits.marginPercent } of cases) {
      it(`${why}: ${moves}`, () => {
        const memory = { ...active, moves: new Map([['vm0 0', [move]]]) }
        const plan = planPins(view, memory, { ...limits, marginPercent: margin })
        expect(plan.moves).toHaveLength(moves)
        if (moves === 0)
          expect(plan.standing).toMatchObject({ code: 'pin-held', values: { because: 'pin-moved-lately' } })
      })
    }
  })

  it('is remembered with the loads after all moves of the round, and forgotten after an hour', () => {
    const stacked = aCpuView([[50, 40], []])
    const plan = planPins(stacked, active, limits)
    expect(plan.memory.moves.size).toBe(0)
    const memory = rememberMoves(plan.memory, plan.moves, stacked)
    expect(memory.moves.get('vm0 0') ?? memory.moves.get('vm1 0')).toEqual([
      { atMs: stacked.atMs, fromCore: [0], toCore: [1], demandPercent: 50, fromLoadPercent: 40, toLoadPercent: 50 },
    ])
    const later = { ...stacked, atMs: stacked.atMs + 60 * MINUTE_MS }
    expect(planPins(later, memory, limits).memory.moves.size).toBe(0)
  })
})
