import { describe, expect, it } from 'vitest'
import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { placementSchema, whyNotSchema } from '../../../shared/plan/placement.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { refusalFilter } from '../pipeline/learned-refusals.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { type ExplainedVm, explainVm, explainWhyNot } from './explain-vm.ts'

const POWER_SAVING = '5a2b0939-7d46-4b73-a469-e9c2c7fc6a53'
const host = (id: string, cpuPercent: number, over: Partial<Host> = {}): Host =>
  aHost({
    id,
    name: id,
    cores: 8,
    threads: 16,
    scheduling: { sockets: 1, spm: 'none' },
    maxSchedulingMiB: 60_000,
    statistics: { memoryFreeMiB: 60_000, memoryUsedMiB: 4_000, cpuPercent },
    ...over,
  })
const three = [host('a', 70), host('b', 10), host('c', 40)]
const vm = aVm({ id: 'v', name: 'v', hostId: 'a', memoryMiB: 4096, pinnedHostIds: [] })

function explained(over: Partial<Snapshot> = {}, subject: Vm = vm): ExplainedVm {
  const snapshot = aSnapshot({ hosts: three, vms: [subject], policies: [], ...over })
  const found = explainVm(indexSnapshot(snapshot), subject, { onUnknown: 'keep' })
  if (found === undefined) throw new Error('not explained')
  return found
}
const whyNotOf = (hostId: string, over: Partial<Snapshot> = {}, subject = vm) =>
  explainWhyNot(explained(over, subject), hostId)

describe('explainVm', () => {
  it('says where the VM would go and keeps its present host among the choices', () => {
    const { placement } = explained()
    expect(placement).toMatchObject({ current: { id: 'a' }, chosen: { id: 'b' }, policy: { name: 'none' } })
    expect(placement.hosts.map(each => [each.host.id, each.place])).toEqual([
      ['b', 1],
      ['c', 2],
      ['a', 3],
    ])
  })

  it('keeps its word to the schema', () => {
    expect(placementSchema.parse(explained().placement)).toEqual(explained().placement)
    expect(whyNotSchema.safeParse(whyNotOf('c')).success).toBe(true)
  })

  it('adds up: the points of a host are the sum of its shares', () => {
    for (const { points, weights } of explained().placement.hosts) {
      expect(weights.reduce((sum, share) => sum + share.factor * share.rank, 0)).toBe(points)
    }
  })

  it('decides by the policy of the cluster', () => {
    const clusters = [aCluster({ policyId: POWER_SAVING, properties: {} })]
    const { placement } = explained({ clusters, policies: [...builtInPolicies] })
    expect(placement).toMatchObject({ policy: { name: 'power_saving' }, chosen: { id: 'a' } })
  })

  it('names the units that it does not know', () => {
    const [none] = builtInPolicies
    if (none === undefined) throw new Error('no policies')
    const policy = { ...none, id: 'p', filters: [...none.filters, { unitId: 'ours', position: 0 }] }
    const { placement } = explained({ clusters: [aCluster({ policyId: 'p' })], policies: [policy] })
    expect(placement.notAsked).toEqual(['ours'])
  })

  it('marks what the engine does not tell, and never passes it silently', () => {
    const verdicts = explained().placement.hosts[0]?.verdicts ?? []
    expect(verdicts.find(({ unit }) => unit === 'Network')).toMatchObject({ verdict: 'unknown' })
    const strict = explainVm(indexSnapshot(aSnapshot({ hosts: three, vms: [vm], policies: [] })), vm, {
      onUnknown: 'drop',
    })
    expect(strict?.placement.chosen).toBeUndefined()
  })

  it('has no answer for a VM whose cluster was not read', () => {
    const snapshot = aSnapshot({ clusters: [], vms: [vm] })
    expect(explainVm(indexSnapshot(snapshot), vm, { onUnknown: 'keep' })).toBeUndefined()
  })
})

describe('explainWhyNot', () => {
  it('says that nothing is against the chosen host', () => {
    expect(whyNotOf('b')).toMatchObject({ isChosen: true, changes: [] })
  })

  it('compares points with the chosen host', () => {
    const answer = whyNotOf('c')
    expect(answer).toMatchObject({ isChosen: false, because: [{ code: 'outranked', values: { best: 'b' } }] })
  })

  it('gives the factors that would turn it, the smaller change first', () => {
    const hosts = [
      host('a', 70, { maxSchedulingMiB: 10_000 }),
      host('b', 10, { maxSchedulingMiB: 20_000 }),
      host('c', 40),
    ]
    const answer = whyNotOf('c', { hosts })
    // b: 2·2 + 1·1 points, c: 2·1 + 1·2; of equal points the lower id wins.
    expect(answer?.changes.map(({ values }) => values)).toEqual([
      { unit: 'OptimalForCpuEvenDistribution', factor: 2, needed: 0, direction: 'lower' },
      { unit: 'OptimalForMemoryEvenDistribution', factor: 1, needed: 3, direction: 'raise' },
    ])
  })

  it('lists everything that stands against a host, each with its unit', () => {
    const full = host('c', 0, { maxSchedulingMiB: 100, statistics: { memoryFreeMiB: 60_000, cpuPercent: 0 } })
    const answer = whyNotOf('c', { hosts: [host('a', 70), host('b', 10), full] })
    expect(answer?.because.map(({ values }) => values.unit)).toEqual(['Memory'])
    expect(answer?.changes).toMatchObject([{ code: 'if-filters-off', values: { units: 'Memory' } }])
  })

  it('names the smallest VM that would make room', () => {
    const full = host('c', 0, { maxSchedulingMiB: 2000 })
    const there = (id: string, memoryMiB: number) => aVm({ id, name: id, hostId: 'c', memoryMiB })
    const vms = [vm, there('tiny', 1000), there('right', 3000), there('huge', 9000)]
    const answer = whyNotOf('c', { hosts: [host('a', 70), host('b', 10), full], vms })
    expect(answer?.changes[0]).toMatchObject({ code: 'if-vm-moved', values: { vm: 'right' } })
  })

  it('does not propose to switch a mandatory filter off', () => {
    const pinned = { ...vm, placement: 'pinned' as const, pinnedHostIds: ['a'] }
    const answer = whyNotOf('b', { vms: [pinned] }, pinned)
    expect(answer?.because.map(({ values }) => values.unit)).toContain('PinToHost')
    expect(answer?.changes).toEqual([])
  })

  it('does not propose to switch off what the engine refused', () => {
    const refusal = { vm, host: { id: 'b', name: 'b' }, detail: 'Not here.', untilMs: NOON_MS }
    const external = { filters: [refusalFilter([refusal])], weights: [] }
    const index = indexSnapshot(aSnapshot({ hosts: three, vms: [vm], policies: [] }))
    const found = explainVm(index, vm, { onUnknown: 'keep', external })
    expect(found && explainWhyNot(found, 'b')).toMatchObject({
      isChosen: false,
      because: [{ code: 'engine-refused', text: expect.stringContaining('Not here.') }],
      changes: [],
    })
  })

  it('knows hosts that were not asked about, and no others', () => {
    const hosts = [...three, host('d', 0, { status: 'maintenance' })]
    expect(whyNotOf('d', { hosts })).toMatchObject({ because: [{ code: 'host-not-up' }] })
    expect(whyNotOf('x', { hosts })).toBeUndefined()
  })
})

describe('what was watched of a host', () => {
  const busy = [host('a', 10), host('b', 95), host('c', 40)]
  const verdictOnB = (cpuOverCommitSinceMs: number | undefined) => {
    const snapshot = aSnapshot({ hosts: busy, vms: [vm], policies: [] })
    const watched = new Map(cpuOverCommitSinceMs === undefined ? [] : [['b', { cpuOverCommitSinceMs }]])
    const { placement } = explainVm(indexSnapshot(snapshot), vm, { onUnknown: 'keep', watched }) ?? {}
    const b = placement?.hosts.find(({ host: { id } }) => id === 'b')
    return b?.verdicts.find(({ unit }) => unit === 'CPUOverloaded')?.verdict
  }
  it.each([
    { why: 'unknown when nobody watched', since: undefined, verdict: 'unknown' },
    { why: 'kept when it is overloaded since just now', since: NOON_MS, verdict: 'kept' },
    { why: 'dropped when it is for long', since: NOON_MS - 600_000, verdict: 'dropped' },
  ])('$why', ({ since, verdict }) => {
    expect(verdictOnB(since)).toBe(verdict)
  })
})
