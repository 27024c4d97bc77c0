import { describe, expect, it } from 'vitest'
import { hostTuningFactsSchema } from '../../shared/api/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { noMemoryMemory } from '../tuning/memory/memory-plan.ts'
import { planMemory } from '../tuning/memory/plan-memory.ts'
import { usualMemoryLimits } from '../tuning/memory/usual-memory-limits.ts'
import type { HostChange } from '../tuning/restore/compose-changes.ts'
import type { TunedHostView } from '../tuning/tuned-host.ts'
import { hostTuningView } from './host-tuning-view.ts'

const host: WatchedHost = {
  ...{ id: 'h1', name: 'host1', cluster: { id: 'c1', name: 'Default' }, via: { kind: 'simulated' } },
  ...{ standing: 'connected', sinceMs: 0, lostConnections: 0, reading: aHostReading(), readAtMs: 0 },
  guests: { takenAtMs: 0, readAtMs: 0, guests: [aGuestReading({ id: 'v1', name: 'db' })] },
}
const memoryView = { atMs: 1, totalKiB: 1e7, availableKiB: 1e5 + 0.5, guests: [], leftAlone: [], vmCount: 1 }
const memory = { view: memoryView, plan: planMemory(memoryView, noMemoryMemory, usualMemoryLimits) }
const tuned: TunedHostView = {
  ...{
    mode: { mode: 'observe', because: reason('mom-active', 'MOM runs.') },
    wantedMode: 'enforce',
    memory: 'balancer',
  },
  ...{ pinning: { mode: 'enforce', wantedMode: 'enforce' }, decisions: [], pressures: [], looked: { memory } },
  arrived: new Map([
    ['v1', 5],
    ['gone', 6],
  ]),
}
const balloon: HostChange = { knob: 'balloon', vmId: 'v1', vmName: 'db', fromKiB: 2, toKiB: 1 }
const touched = new Map<string, HostChange[]>([
  ['balloon v1', [balloon, { ...balloon, toKiB: 0 }]],
  ['pins v1', [{ knob: 'pins', vmId: 'v1', vmName: 'db', from: [], to: [] }]],
  ['ksm', [{ knob: 'ksm', from: {}, to: { run: 'merge' } }]],
])
const shared = { host, touched: new Map() }

describe('hostTuningView', () => {
  it('says of a host that nobody looked at that it is off', () => {
    const view = hostTuningView({ ...shared, tuned: undefined, touched })
    expect(hostTuningFactsSchema.parse(view)).toEqual(view)
    expect(view).toMatchObject({ mode: 'off', pinning: { mode: 'off' }, decisions: [], pressures: [], watching: [] })
    expect(view.touched).toHaveLength(2)
  })

  it('says what holds, what was wanted, and why they differ', () => {
    const view = hostTuningView({ ...shared, tuned })
    expect(hostTuningFactsSchema.parse(view)).toEqual(view)
    expect(view).toMatchObject({ mode: 'observe', wantedMode: 'enforce', because: { code: 'mom-active' } })
  })

  it('names each VM with what is not as it was found there, each knob once', () => {
    expect(hostTuningView({ ...shared, tuned, touched }).touched).toEqual([
      { vmId: 'v1', vmName: 'db', knobs: ['balloon', 'pins'] },
      { knobs: ['ksm'] },
    ])
  })

  it('names VMs that came by their name, and those that have gone again by their id', () => {
    expect(hostTuningView({ ...shared, tuned }).watching.map(({ vmName }) => vmName)).toEqual(['db', 'gone'])
  })

  it('shows the plan of the memory balancer in whole KiB, and only where it is in charge', () => {
    const { memoryPlan } = hostTuningView({ ...shared, tuned })
    expect(memoryPlan).toMatchObject({ atMs: 1, phase: 'emergency', budgetKiB: 0 })
    expect(Number.isInteger(memoryPlan?.reserveKiB)).toBe(true)
    expect(hostTuningView({ ...shared, tuned: { ...tuned, memory: 'policy' } }).memoryPlan).toBeUndefined()
  })
})
