import { beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { AutomationMode } from '../../../shared/plan/automation.ts'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import { aCluster, aHost, aRun, aSnapshot, aStep, NOON_MS } from '../../../test/fakes/builders.ts'
import { breakerDuty } from './breaker-duty.ts'
import { deliveryDuty } from './delivery-duty.ts'

const { signal } = new AbortController()
const clusterId = aCluster().id
const MINUTE_MS = 60_000

let frozen: [string, Reason][]
let mode: AutomationMode
let thaws: { clusterId: string; atMs: number }[]
beforeEach(() => {
  frozen = []
  thaws = []
  mode = 'automatic'
})
const automation = {
  modeOf: () => mode,
  freeze: async ({ id }: { id: string }, because: Reason) => {
    frozen.push([id, because])
  },
  state: async () => ({ freezes: [], thaws }),
}
const codes = () => frozen.map(([, { code }]) => code)

describe('breakerDuty', () => {
  let runs: Run[]
  let sinceMs: number | undefined
  beforeEach(() => {
    runs = []
  })
  const duty = () =>
    breakerDuty({
      automation,
      applier: {
        listRuns: async filter => {
          sinceMs = filter.sinceMs
          return runs
        },
      },
      staleMs: MINUTE_MS,
      now: () => NOON_MS,
    })
  const look = (cpuPercent: number): Snapshot =>
    aSnapshot({ hosts: [aHost({ activeVms: 1, statistics: { cpuPercent } })] })

  it('leaves alone a cluster that does well', async () => {
    await duty().do(clusterId, aSnapshot(), signal)
    expect([frozen, sinceMs]).toEqual([[], NOON_MS - 24 * 60 * MINUTE_MS])
  })

  it('freezes a cluster with the reason', async () => {
    await duty().do(clusterId, look(200), signal)
    expect(frozen).toMatchObject([[clusterId, { code: 'figures-impossible' }]])
  })

  it('looks at the runs', async () => {
    runs = [aRun({ steps: [0, 1, 2].map(index => aStep({ index, state: 'failed', endedAtMs: NOON_MS - 1 })) })]
    await duty().do(clusterId, aSnapshot(), signal)
    expect(codes()).toEqual(['moves-fail'])
  })

  it('leaves alone what a person has seen and allowed again', async () => {
    runs = [aRun({ steps: [0, 1, 2].map(index => aStep({ index, state: 'failed', endedAtMs: NOON_MS - 1 })) })]
    thaws = [{ clusterId, atMs: NOON_MS }]
    await duty().do(clusterId, aSnapshot(), signal)
    expect(frozen).toEqual([])
  })

  it.each(['off', 'recommend', 'approve'] as const)('freezes nothing in mode %s', async of => {
    mode = of
    await duty().do(clusterId, look(200), signal)
    expect(frozen).toEqual([])
  })

  it('freezes nothing that is gone', async () => {
    await duty().do('c9', look(200), signal)
    expect(frozen).toEqual([])
  })

  it('sees that figures stand still over many snapshots, each counted once', async () => {
    const breaker = duty()
    for (let count = 0; count < 39; count++) {
      const snapshot = look(7)
      // Asked for each cluster, and again while there is nothing newer.
      for (const id of [clusterId, 'c2', clusterId]) await breaker.do(id, snapshot, signal)
    }
    expect(frozen).toEqual([])
    await breaker.do(clusterId, look(7), signal)
    expect(codes()).toEqual(['figures-frozen'])
  })

  it('compares a look with the one before', async () => {
    const breaker = duty()
    const sized = (totalMiB: number) => aSnapshot({ hosts: [aHost({ totalMiB, statistics: {} })] })
    await breaker.do(clusterId, sized(65_536), signal)
    await breaker.do(clusterId, sized(64), signal)
    expect(codes()).toEqual(['figures-jump'])
  })
})

describe('deliveryDuty', () => {
  let measured: unknown[]
  beforeEach(() => {
    measured = []
  })
  const delivery = (share: number, at: number): Delivery => ({
    runId: `run${at}`,
    cluster: { id: clusterId, name: 'Default' },
    unitId: 'planner',
    endedAtMs: NOON_MS,
    promised: [],
    measured: [{ afterMinutes: 15, atMs: NOON_MS, hosts: [], share }],
  })
  const duty = (shares: readonly number[], floorPercent = 50) =>
    deliveryDuty({
      deliveries: {
        measure: async (id, snapshot) => {
          measured.push([id, snapshot])
        },
        list: async ({ clusterId: of }) => {
          expect(of).toBe(clusterId)
          return shares.map(delivery)
        },
      },
      automation,
      floorPercent,
      now: () => NOON_MS,
    })

  it.each([
    { why: 'nothing was carried out', shares: [], code: [] },
    { why: 'too few runs were measured', shares: [0, 0, 0, 0], code: [] },
    { why: 'its word is kept', shares: [0.5, 0.5, 0.5, 0.5, 0.5], code: [] },
    { why: 'its word is not kept', shares: [0.49, 0.49, 0.49, 0.49, 0.49], code: ['trust-low'] },
  ])('freezes or not when $why', async ({ shares, code }) => {
    const snapshot = aSnapshot()
    await duty(shares).do(clusterId, snapshot, signal)
    expect([codes(), measured]).toEqual([code, [[clusterId, snapshot]]])
  })

  it('looks once a minute', async () => {
    const often = duty([])
    await often.do(clusterId, aSnapshot(), signal)
    await often.do(clusterId, aSnapshot(), signal)
    expect(measured).toHaveLength(1)
  })

  it('says how far it was kept', async () => {
    await duty([0, 0, 0.5, 0.5, 0]).do(clusterId, aSnapshot(), signal)
    expect(frozen[0]?.[1].text).toBe(
      'The last 5 runs of planner brought 20 % of what they promised; at least 50 % are asked for.',
    )
  })

  it.each(['off', 'recommend', 'approve'] as const)('only measures in mode %s', async of => {
    mode = of
    await duty([0, 0, 0, 0, 0]).do(clusterId, aSnapshot(), signal)
    expect([frozen, measured.length]).toEqual([[], 1])
  })

  it('does not freeze again for what was before a person let it go on', async () => {
    thaws = [{ clusterId, atMs: NOON_MS }]
    await duty([0, 0, 0, 0, 0]).do(clusterId, aSnapshot(), signal)
    expect(frozen).toEqual([])
  })

  it('freezes nothing with a floor of zero', async () => {
    await duty([0, 0, 0, 0, 0], 0).do(clusterId, aSnapshot(), signal)
    expect(frozen).toEqual([])
  })
})
