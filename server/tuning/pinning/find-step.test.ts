import { describe, expect, it } from 'vitest'
import { aCpuView, demandsOn } from '../../../test/fakes/cpu-views.ts'
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
