import { describe, expect, it } from 'vitest'
import { aCpuView, demandsOn, pinRounds } from '../../../test/fakes/cpu-views.ts'
import type { CpuView } from './cpu-view.ts'
import { noPinMemory, type PinLimits, type PinMemory } from './pin-plan.ts'
import { planPins, settle } from './plan-pins.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

/** Round figures, for what is expected to be reckoned in the head; what is usual is judged in the properties and in the comparison. */
const limits: PinLimits = {
  ...usualPinLimits,
  ...{ patience: 1, leastMarginPercent: 10, marginPercent: 10, leastDemandPercent: 5 },
}
const active: PinMemory = { ...noPinMemory, isActive: true }

const twoNodes = (index: number) => ({ nodeId: index % 2 })

describe('where vCPUs settle', () => {
  const home = { homeNode: 0 }
  const cases: { why: string; view: CpuView; expected: number[][]; over?: Partial<PinLimits> }[] = [
    { why: 'a full core and an empty one', view: aCpuView([[60, 30], []]), expected: [[30], [60]] },
    { why: 'what would only change sides stays', view: aCpuView([[60], []]), expected: [[60], []] },
    { why: 'gains exactly the margin', view: aCpuView([[40, 50], [40]]), expected: [[50], [40, 40]] },
    {
      why: 'gains less than the margin',
      view: aCpuView([[40, 49], [40]]),
      expected: [[49, 40], [40]],
      over: { leastDemandPercent: 20 },
    },
    {
      why: 'swaps where no move fits',
      view: aCpuView([
        [80, 70],
        [60, 60],
      ]),
      expected: [
        [70, 60],
        [80, 60],
      ],
    },
    {
      why: 'swaps no less than the least demand',
      view: aCpuView([
        [80, 64],
        [60, 60],
      ]),
      expected: [
        [80, 64],
        [60, 60],
      ],
    },
    {
      why: 'leaves those below the least demand',
      view: aCpuView([[4, 4, 4, 4, 4, 4], []]),
      expected: [[4, 4, 4, 4, 4, 4], []],
    },
    {
      why: 'looks at the next core where the most loaded has nothing to move',
      view: aCpuView([[], [40, 40], []], index => ({ fixedPercent: index === 0 ? 100 : 0 })),
      expected: [[], [40], [40]],
    },
    {
      why: 'fills cores by their capacity',
      view: aCpuView(
        [
          [60, 60],
          [60, 60],
        ],
        index => ({ capacity: index === 0 ? 1 : 2.5 }),
      ),
      expected: [[60], [60, 60, 60]],
    },
    {
      why: 'prefers an idle core to a second thread',
      view: aCpuView([[90, 90], []], () => ({ capacity: 1.25 })),
      expected: [[90], [90]],
    },
    {
      why: 'stays on its node for a gain below the charge',
      view: aCpuView([[{ demandPercent: 30, ...home }, 20], []], twoNodes),
      expected: [[30], [20]],
    },
    {
      why: 'stays on its node where all of them are at home',
      view: aCpuView(
        [
          [
            { demandPercent: 12, ...home },
            { demandPercent: 12, ...home },
          ],
          [],
        ],
        twoNodes,
      ),
      expected: [[12, 12], []],
    },
    {
      why: 'leaves its node for more than margin and charge',
      view: aCpuView(
        [
          [
            { demandPercent: 13, ...home },
            { demandPercent: 13, ...home },
          ],
          [],
        ],
        twoNodes,
      ),
      expected: [[13], [13]],
    },
    {
      why: 'is not split off its VM for the same',
      view: aCpuView(
        [[0, 1].map(vcpu => ({ vmId: 'a', vcpu, demandPercent: 13, isTogether: true, ...home })), []],
        twoNodes,
      ),
      expected: [[13, 13], []],
    },
    {
      why: 'comes home without anything to even out',
      view: aCpuView([[], [{ demandPercent: 60, ...home }]], twoNodes),
      expected: [[60], []],
    },
    {
      why: 'stays away where a fifth of its demand is less than the margin',
      view: aCpuView([[], [{ demandPercent: 40, ...home }]], twoNodes),
      expected: [[], [40]],
    },
    {
      why: 'comes home to a core that is loaded more',
      view: aCpuView([[], [{ demandPercent: 70, isTogether: true, ...home }]], index => ({
        ...twoNodes(index),
        fixedPercent: index === 0 ? 20 : 0,
      })),
      expected: [[70], []],
    },
    {
      why: 'goes only where it may',
      view: aCpuView([
        [
          { demandPercent: 50, allowedCores: [0, 2] },
          { demandPercent: 50, allowedCores: [0, 2] },
        ],
        [],
        [20],
      ]),
      expected: [[50], [20], [50]],
    },
    {
      why: 'comes to where it may from where it may not',
      view: aCpuView([[{ demandPercent: 50, allowedCores: [1, 2] }], [], [60]], index => ({
        fixedPercent: index === 0 ? 20 : 0,
      })),
      expected: [[], [50], [60]],
    },
    {
      why: 'swaps only where both may',
      view: aCpuView([[80, 70], [60, 60].map(demandPercent => ({ demandPercent, allowedCores: [1] }))]),
      expected: [
        [80, 70],
        [60, 60],
      ],
    },
  ]
  for (const { why, view, expected, over } of cases) {
    it(why, () => {
      const settled = settle(view, { ...limits, ...over })
      expect(demandsOn(settled.view)).toEqual(expected)
    })
  }

  it('pins what it moves, and nothing else', () => {
    const { view } = settle(aCpuView([[60, 30], []]), limits)
    expect(view.vcpus.map(({ isPinned }) => isPinned)).toEqual([true, false])
  })

  it('takes the vCPU that is nearest to half the gap', () => {
    const { moves } = planPins(aCpuView([[70, 40], [30]]), active, limits)
    expect(moves).toMatchObject([{ vmId: 'vm1', demandPercent: 40, fromCore: 0, toCore: 1, kind: 'move' }])
  })

  it('pins to those CPUs of the core that the affinity allows', () => {
    const may = { demandPercent: 50, allowedCpuIds: new Set([0, 2, 9]) }
    const view = aCpuView([[may, may], []], index => ({ cpuIds: [index * 2, index * 2 + 1], capacity: 1.25 }))
    expect(planPins(view, active, limits).moves[0]?.cpuIds).toEqual([2])
  })

  it('tells of a move what it does, in numbers', () => {
    const [move] = planPins(aCpuView([[60, 30], [20]]), active, limits).moves
    expect(move?.reason.text).toBe(
      'vCPU 0 of vm1 (30 %) goes from CPU 0 to CPU 1 to even them out: loads of 90 % and 20 % become 60 % and 50 %.',
    )
    expect(move?.gain).toBe(2 * 30 * (70 - 30))
  })

  it('tells of a swap the same twice', () => {
    const { moves } = planPins(
      aCpuView([
        [80, 70],
        [60, 60],
      ]),
      active,
      limits,
    )
    expect(moves.map(({ kind, gain, reason }) => [kind, gain, reason.code])).toEqual([
      ['swap', 400, 'pin-swap'],
      ['swap', 400, 'pin-swap'],
    ])
  })

  it('tells that a VM comes home', () => {
    const view = aCpuView([[], [{ demandPercent: 60, homeNode: 0 }]], twoNodes)
    expect(planPins(view, active, limits).moves[0]?.reason.code).toBe('pin-home-node')
  })
})

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

describe('what a move must gain', () => {
  const scaled = { ...limits, marginShare: 0.05, leastMarginPercent: 2, marginPercent: 10 }
  // The lighter of both goes, and evens them out to the load of the other.
  const cases = [
    { why: 'little, where there is little load', loads: [12, 6], moves: 1 },
    { why: 'but not next to nothing', loads: [9, 6], moves: 0 },
    { why: 'a share of both loads', loads: [60, 6], moves: 1 },
    { why: 'no more than the margin', loads: [150, 20], moves: 1 },
  ]
  for (const { why, loads, moves } of cases)
    it(why, () => {
      const [fixedPercent = 0, demandPercent = 0] = loads
      const view = aCpuView([[demandPercent], []], core => ({
        fixedPercent: core === 0 ? fixedPercent - demandPercent : 0,
      }))
      expect([fixedPercent, planPins(view, active, scaled).moves.length]).toEqual([fixedPercent, moves])
    })
})
