import { describe, expect, it } from 'vitest'
import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, defineUnit, reject } from '../../shared/policy/unit.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { explainVm } from '../scheduling/explain/explain-vm.ts'
import { askExternalUnits } from './ask-external-units.ts'
import { createRuntime } from './create-runtime.ts'
import { builtIn } from './unit-runner.ts'

const room = {
  cores: 8,
  threads: 16,
  scheduling: { sockets: 1, spm: 'none' as const },
  maxSchedulingMiB: 50_000,
  statistics: { memoryFreeMiB: 50_000, cpuPercent: 5 },
}
const hosts = ['h1', 'h2', 'h3'].map(id => aHost({ id, name: id, ...room }))
const vm = aVm({ id: 'v', name: 'v', hostId: 'h1', memoryMiB: 1024, pinnedHostIds: [] })
const listed = (id: string, kind: 'filter' | 'weight'): EnginePolicyUnit => ({
  id: `id-${id}`,
  name: id,
  kind,
  internal: false,
  enabled: true,
  properties: {},
})
const policy = (filters: string[], weights: string[]): SchedulingPolicy => ({
  id: 'p',
  name: 'ours',
  locked: false,
  properties: {},
  filters: filters.map(id => ({ unitId: `id-${id}`, position: 0 })),
  weights: weights.map(id => ({ unitId: `id-${id}`, factor: 3 })),
})

const units = [
  defineUnit({
    id: 'not_h3',
    description: 'For the test',
    parameters: {},
    filter: (_vm, host) => (host.id === 'h3' ? reject(reason('odd', `${host.name} is odd.`)) : accept),
  }),
  defineUnit({
    id: 'broken',
    description: 'For the test',
    parameters: {},
    filter: () => {
      throw new Error('boom')
    },
    score: () => {
      throw new Error('boom')
    },
  }),
  defineUnit({
    id: 'shut',
    description: 'For the test',
    parameters: {},
    onFailure: 'closed',
    filter: () => {
      throw new Error('boom')
    },
  }),
  defineUnit({
    id: 'likes_h2',
    description: 'For the test',
    parameters: {},
    score: (_vm, host) => (host.id === 'h2' ? 100 : 0),
  }),
]

async function placed(filters: string[], weights: string[], off: readonly string[] = []) {
  const snapshot = aSnapshot({
    hosts,
    vms: [vm],
    clusters: [aCluster({ policyId: 'p', properties: {} })],
    policies: [policy(filters, weights)],
    units: [...filters.map(id => listed(id, 'filter')), ...weights.map(id => listed(id, 'weight'))],
  })
  const index = indexSnapshot(snapshot)
  const disabled = (unitId: string) =>
    off.includes(unitId) ? { unitId, by: { id: 'u', name: 'eva' }, atMs: 0, why: '' } : undefined
  const runtime = createRuntime({ units: units.map(unit => builtIn(unit)), elapsedMs: () => 0, disabled })
  const placement = explainVm(index, vm, {
    onUnknown: 'keep',
    external: await askExternalUnits(runtime, index, vm),
  })?.placement
  if (placement === undefined) throw new Error('not explained')
  return placement
}

describe('askExternalUnits', () => {
  it('gives the filters of a site their say, with their reasons', async () => {
    const { hosts: judged, notAsked } = await placed(['not_h3'], [])
    expect(judged.filter(({ kept }) => kept).map(({ host }) => host.id)).toEqual(['h1', 'h2'])
    const h3 = judged.find(({ host }) => host.id === 'h3')
    expect(h3).toMatchObject({ rejectedBy: 'not_h3' })
    expect(h3?.verdicts.at(-1)).toMatchObject({ unit: 'not_h3', reason: { text: 'h3 is odd.' } })
    expect(notAsked).toEqual([])
  })

  it('asks them after the engine’s own', async () => {
    const { hosts: judged } = await placed(['not_h3'], [])
    expect(judged[0]?.verdicts.at(-1)?.unit).toBe('not_h3')
  })

  it('gives the weights of a site their say, with the policy’s factor', async () => {
    const { chosen, hosts: judged } = await placed([], ['likes_h2'])
    expect(chosen?.id).toBe('h2')
    expect(judged[0]?.weights).toMatchObject([{ unit: 'likes_h2', weight: 0, factor: 3, points: 6 }])
  })

  it.each([
    { unit: 'broken', kept: 3 },
    { unit: 'shut', kept: 0 },
  ])('takes the failure of $unit as it asks to be taken', async ({ unit, kept }) => {
    const { hosts: judged } = await placed([unit], [])
    expect(judged.filter(host => host.kept)).toHaveLength(kept)
    expect(judged[0]?.verdicts.at(-1)?.reason?.text).toContain('boom')
  })

  it('lets a weight that fails say nothing', async () => {
    const { hosts: judged } = await placed([], ['broken'])
    expect(judged[0]?.weights).toEqual([])
  })

  it('says of a filter that is disabled that it is not asked, and keeps every host', async () => {
    const { hosts: judged } = await placed(['shut'], ['likes_h2'], ['shut', 'likes_h2'])
    expect(judged.filter(({ kept }) => kept)).toHaveLength(3)
    expect(judged[0]?.verdicts.at(-1)).toMatchObject({
      unit: 'shut',
      reason: { code: 'unit-disabled', text: 'shut is disabled: it is not asked.' },
    })
    expect(judged[0]?.weights).toEqual([])
  })

  it('names units that are not ours', async () => {
    expect((await placed(['elsewhere'], [])).notAsked).toEqual(['elsewhere'])
  })
})
