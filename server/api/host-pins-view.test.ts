import { describe, expect, it } from 'vitest'
import { hostPinsSchema } from '../../shared/api/pins.ts'
import { reason } from '../../shared/policy/reason.ts'
import type { CpuView, MovableVcpu } from '../tuning/pinning/cpu-view.ts'
import { noPinMemory } from '../tuning/pinning/pin-plan.ts'
import { planPins } from '../tuning/pinning/plan-pins.ts'
import { usualPinLimits as limits } from '../tuning/pinning/usual-pin-limits.ts'
import type { HostChange } from '../tuning/restore/compose-changes.ts'
import { hostPinsView } from './host-pins-view.ts'

const all = [0, 1]
const vcpu = (over: Partial<MovableVcpu>): MovableVcpu => ({
  ...{ vmId: 'v1', vmName: 'db', vcpu: 0, demandPercent: 60, core: 0, allowedCores: all, isTogether: false },
  ...{ isPinned: false, ...over },
})
const view: CpuView = {
  atMs: 1,
  cores: all.map(id => ({ cpuIds: [id], nodeId: 0, capacity: 1, fixedPercent: 5 })),
  vcpus: [vcpu({}), vcpu({ vcpu: 1, demandPercent: 40 })],
  leftAlone: [{ id: 'v2', name: 'erp', reason: reason('pinned', 'Pinned.') }],
}
const looked = { view, plan: planPins(view, noPinMemory, limits) }
const pins = (to: number): HostChange => ({
  knob: 'pins',
  ...{ vmId: 'v1', vmName: 'db' },
  from: [{ vcpu: 0, cpuIds: all }],
  to: [{ vcpu: 0, cpuIds: [to] }],
})
const viewed = (...doubts: HostChange[]) =>
  hostPinsView({ looked, heat: [], touched: new Map(doubts.length > 0 ? [['pins v1', doubts]] : []), limits })

describe('hostPinsView', () => {
  it('has nothing but the past of a host that was not looked at', () => {
    const heat = [{ atMs: 1, loadPercent: Uint16Array.of(7), vcpus: Uint8Array.of(1), spreadPercent: 7 }]
    expect(hostPinsView({ looked: undefined, heat, touched: new Map(), limits })).toEqual({
      ...{ cores: [], vcpus: [], leftAlone: [], proposed: [] },
      heat: [{ atMs: 1, loadPercent: [7], vcpus: [1], spreadPercent: 7 }],
    })
  })

  it('tells how loads are, and how they would be after all that is proposed', () => {
    const { cores, proposed, before, after, vcpus, leftAlone } = viewed()
    expect(cores.map(({ loadPercent }) => loadPercent)).toEqual([105, 5])
    expect(proposed.length).toBeGreaterThan(0)
    expect(cores.map(({ afterPercent }) => afterPercent).toSorted((a, b) => a - b)).toEqual([45, 65])
    expect([before?.spreadPercent, after?.spreadPercent]).toEqual([100, 20])
    expect(vcpus.filter(({ core, coreAfter }) => core !== coreAfter)).toHaveLength(1)
    expect(leftAlone).toEqual(view.leftAlone)
  })

  const cases = [
    { why: 'no pin where nothing was set', doubts: [], expected: [undefined, undefined] },
    { why: 'our pin, and how it was found', doubts: [pins(0)], expected: [[0], all] },
    { why: 'the doubt that fits where it is', doubts: [pins(1), pins(0)], expected: [[0], all] },
    { why: 'the newest, where none fits yet', doubts: [pins(1)], expected: [[1], all] },
  ] as const
  for (const { why, doubts, expected } of cases)
    it(`tells ${why}`, () => {
      const told = viewed(...doubts)
      expect([told.vcpus[0]?.pinnedTo, told.vcpus[0]?.wasPinnedTo]).toEqual(expected)
      expect(told.vcpus[1]?.pinnedTo).toBeUndefined()
      expect(hostPinsSchema.parse(told)).toEqual(told)
    })
})
