import { describe, expect, it } from 'vitest'
import type { Policy, WantedMove } from './policy.ts'
import { type SimulateOptions, simulate } from './simulate.ts'

/** Asks for the given moves at each step. */
const scripted = (...moves: readonly (readonly WantedMove[])[]): Policy => ({
  name: 'scripted',
  decide: ({ step }) => moves[step] ?? [],
})
const run = (percents: readonly (readonly number[])[], options: Partial<SimulateOptions> = {}) =>
  simulate(
    percents.map(row => Uint8Array.from(row)),
    { policy: scripted(), hosts: 4, steps: 1, isMemoryHard: true, isIdleGone: false, nowMs: () => 0, ...options },
  )

// The only VM has 2,500 MIPS and 870 MB and starts on host 1: two cores of 2,660 MIPS.
const toHost = (toHostId: number): readonly WantedMove[] => [{ vmId: 0, toHostId }]
const MIGRATION_S = 870 / 62.5
const kwh = (wattSeconds: number) => wattSeconds / 3.6e6

describe('simulate', () => {
  it('counts the energy of a host by its load, and none of empty hosts: 50 % of 2,500 MIPS of 5,320', () => {
    const load = 1_250 / 5_320
    const watts = 101 + 4 * (10 * load - 2)
    const { energyKwh, meanActiveHosts, slatahPercent } = run([[50]])
    expect(energyKwh).toBeCloseTo(kwh(300 * watts), 9)
    expect(meanActiveHosts).toBe(1)
    expect(slatahPercent).toBe(0)
  })

  it('counts as short a host that gives a VM one core where it asks for more', () => {
    // Host 0 has cores of 1,860 MIPS; the VM asks for 2,000 there from the end of its migration.
    const { slatahOfResidentsPercent } = run([[80, 80]], { policy: scripted(toHost(0)), steps: 2 })
    const activeS = 600 + MIGRATION_S
    expect(slatahOfResidentsPercent).toBeCloseTo((100 * (600 - MIGRATION_S)) / activeS, 6)
  })

  it('takes memory / 0.5 Gbit/s for a migration, a tenth of the CPU of the VM, and both hosts', () => {
    const { pdmPercent, slatahPercent, migrations, switchOffs, meanActiveHosts } = run([[40]], {
      policy: scripted(toHost(3)),
    })
    expect(migrations).toBe(1)
    expect(switchOffs).toBe(1)
    expect(pdmPercent).toBeCloseTo((100 * 0.1 * MIGRATION_S) / 300, 9)
    // The destination is short while the VM arrives, as CloudSim counts it.
    expect(slatahPercent).toBeCloseTo((100 * MIGRATION_S) / (300 + MIGRATION_S), 9)
    expect(meanActiveHosts).toBeCloseTo((300 + MIGRATION_S) / 300, 9)
  })

  it('has SLAV and ESV as products of shares', () => {
    const { energyKwh, pdmPercent, slatahPercent, slav, esv } = run([[40]], { policy: scripted(toHost(3)) })
    expect(slav).toBeCloseTo((slatahPercent * pdmPercent) / 10_000, 12)
    expect(esv).toBeCloseTo(energyKwh * slav, 12)
  })

  it('refuses a move to where the VM is, and a second one of the same VM', () => {
    const { migrations, refused } = run([[40]], { policy: scripted([...toHost(1), ...toHost(3), ...toHost(2)]) })
    expect({ migrations, refused }).toEqual({ migrations: 1, refused: 2 })
  })

  it('ends a VM that asks for nothing twice in a row, if it is asked to', () => {
    const day = [[10, 0, 10, 0, 0, 10]]
    const stays = run(day, { steps: 6 })
    const ends = run(day, { steps: 6, isIdleGone: true })
    expect(stays.meanActiveHosts).toBe(1)
    expect(ends.meanActiveHosts).toBeCloseTo(3 / 6)
    expect(ends.switchOffs).toBe(1)
  })
})
