import { expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm, roomy } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { defaultPlanOptions } from '../planner/objective/plan-input.ts'
import { clusterScene } from '../scheduling/from-snapshot/cluster-scene.ts'
import { rollingOrder } from './rolling-order.ts'

const request = {
  level: 3,
  options: defaultPlanOptions,
  hostsInReserve: 0,
  limits: { total: 8, perHost: 2 },
  costOf: () => ({ seconds: 10, transferMiB: 1024, downtimeMs: 30 }),
  onUnknown: 'keep',
  excluded: new Map(),
} as const

function turnsOf(vms: Readonly<Record<string, number>>, over: Parameters<typeof aVm>[0] = {}) {
  const hosts = Object.keys(vms).map(id => aHost({ ...roomy, id }))
  const all = Object.entries(vms).flatMap(([hostId, count]) =>
    Array.from({ length: count }, (_, at) => aVm({ id: `${hostId}-${at}`, hostId, ...over })),
  )
  const snapshot = aSnapshot({ hosts, vms: all, policies: [], affinityGroups: [], clusters: [aCluster()] })
  const index = indexSnapshot(snapshot)
  const [cluster] = snapshot.clusters
  return rollingOrder(clusterScene(index, cluster ?? expect.fail('none')), request, () => {
    let looks = 0
    return () => looks++ / 1_000
  })
}

it('empties each host once, the emptiest first, and begins with one that is empty', () => {
  const turns = turnsOf({ a: 3, b: 1, c: 0 })
  expect(turns.map(({ host }) => host.name).slice(0, 2)).toEqual(['c', 'b'])
  expect(turns.map(({ host }) => host.name).toSorted()).toEqual(['a', 'b', 'c'])
  expect(turns[0]?.plan.steps).toEqual([])
  for (const { host, plan } of turns) {
    expect(plan.blocked).toEqual([])
    expect(plan.steps.every(({ from }) => from.name === host.name)).toBe(true)
  }
})

it('counts on what the turns before have moved', () => {
  const turns = turnsOf({ a: 2, b: 2 })
  const [first, second] = turns
  expect(first?.plan.steps).toHaveLength(2)
  // Everybody is on the second host by now.
  expect(second?.plan.steps).toHaveLength(4)
})

it('says who cannot leave, and goes on', () => {
  const turns = turnsOf({ a: 1, b: 1 }, { placement: 'pinned' })
  expect(turns.map(({ plan }) => plan.blocked.length)).toEqual([1, 1])
})
