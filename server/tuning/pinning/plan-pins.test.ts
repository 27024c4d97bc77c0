import { describe, expect, it } from 'vitest'
import { aCpuView, pinRounds } from '../../../test/fakes/cpu-views.ts'
import type { CpuView } from './cpu-view.ts'
import { noPinMemory, type PinLimits, type PinMemory } from './pin-plan.ts'
import { planPins } from './plan-pins.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

/** Round figures, for what is expected to be reckoned in the head; what is usual is judged in the properties and in the comparison. */
const limits: PinLimits = {
  ...usualPinLimits,
  ...{ patience: 1, leastMarginPercent: 10, marginPercent: 10, leastDemandPercent: 5 },
}
const active: PinMemory = { ...noPinMemory, isActive: true }

describe('when vCPUs are moved', () => {
  const uneven = aCpuView([[60, 30], []])
  const rounds = (view: CpuView, over: Partial<PinLimits>, count: number) =>
    pinRounds(view, { ...limits, ...over }, count).map(({ plan }) => [plan.moves.length, plan.standing.code])

  it('not before there was something to gain several rounds in a row', () => {
    expect(rounds(uneven, { patience: 3 }, 4)).toEqual([
      [0, 'pin-waiting'],
      [0, 'pin-waiting'],
      [1, 'pin-moved'],
      [0, 'pin-nothing-fits'],
    ])
  })

  it('waits anew after a round with nothing to gain', () => {
    const waited = planPins(uneven, { ...active, streak: 2 }, { ...limits, patience: 3 })
    const even = planPins(aCpuView([[60], [60]]), { ...active, streak: 2 }, { ...limits, patience: 3 })
    expect([waited.moves.length, even.moves.length, even.memory.streak]).toEqual([1, 0, 0])
  })

  it('at most so many in a round, a swap never halved', () => {
    const stacked = aCpuView([[50, 50, 50, 50], [], [], []])
    expect(rounds(stacked, { patience: 1, movesPerRound: 2 }, 3).map(([moves]) => moves)).toEqual([2, 1, 0])
    expect(
      planPins(
        aCpuView([
          [80, 70],
          [60, 60],
        ]),
        active,
        limits,
      ).moves,
    ).toHaveLength(2)
  })

  it('so many of a VM within an hour, for each of its vCPUs', () => {
    const ofOneVm = [0, 1, 2, 3].map(vcpu => ({ vmId: 'a', vcpu, demandPercent: 50 }))
    const said = rounds(aCpuView([ofOneVm, [], [], []]), { patience: 1, movesPerVcpuPerHour: 0.5 }, 361)
    expect(said.slice(0, 3)).toEqual([
      [1, 'pin-moved'],
      [1, 'pin-moved'],
      [0, 'pin-held'],
    ])
    expect(said.findLastIndex(([moves]) => moves === 1)).toBe(360)
  })

  it('no swap within a VM that has one move left', () => {
    const ofOneVm = (demandPercent: number, vcpu: number) => ({ vmId: 'a', vcpu, demandPercent })
    const view = aCpuView([[ofOneVm(80, 0), ofOneVm(70, 1)], [ofOneVm(60, 2), ofOneVm(60, 3)], [ofOneVm(100, 4)]])
    const past = {
      atMs: view.atMs - 1,
      fromCore: [0],
      toCore: [2],
      demandPercent: 100,
      fromLoadPercent: 0,
      toLoadPercent: 0,
    }
    const plan = (movesOfVm: number) =>
      planPins(
        view,
        { ...active, moves: new Map([['a 4', [past]]]) },
        { ...limits, movesPerVcpuPerHour: movesOfVm / 5 },
      )
    expect(plan(3).moves).toHaveLength(2)
    expect(plan(2).standing).toMatchObject({ code: 'pin-held', values: { because: 'pin-vm-rate' } })
  })

  const idle: { why: string; demand: number; wasActive: boolean; code: string; isRelease: boolean }[] = [
    { why: 'an idle host is left to the kernel', demand: 19, wasActive: false, code: 'pin-idle', isRelease: true },
    { why: 'pins begin above a tenth', demand: 21, wasActive: false, code: 'pin-moved', isRelease: false },
    { why: 'pins stay down to a twentieth', demand: 10, wasActive: true, code: 'pin-moved', isRelease: false },
    { why: 'below they are given back', demand: 9, wasActive: true, code: 'pin-release', isRelease: true },
  ]
  for (const { why, demand, wasActive, code, isRelease } of idle) {
    it(why, () => {
      const view = aCpuView([[demand / 2, demand / 2], []])
      const plan = planPins(
        view,
        { ...noPinMemory, isActive: wasActive },
        { ...limits, leastDemandPercent: 1, marginPercent: 1 },
      )
      expect([plan.standing.code, plan.isRelease, plan.memory.isActive]).toEqual([code, isRelease, !isRelease])
      if (isRelease) expect(plan.moves).toEqual([])
    })
  }

  const standing: { why: string; view: CpuView; code: string }[] = [
    { why: 'nothing may be moved', view: aCpuView([[], []], () => ({ fixedPercent: 50 })), code: 'pin-none-movable' },
    { why: 'it is even', view: aCpuView([[50], [55]]), code: 'pin-even' },
    { why: 'nothing fits', view: aCpuView([[60], []]), code: 'pin-nothing-fits' },
  ]
  for (const { why, view, code } of standing)
    it(`says that ${why}`, () => expect(planPins(view, active, limits).standing.code).toBe(code))

  it('has nothing to say of a host without cores but that', () => {
    const plan = planPins(aCpuView([]), noPinMemory, limits)
    expect([plan.standing.code, plan.before.spreadPercent, plan.before.demandPercent]).toEqual(['pin-idle', 0, 0])
  })
})
