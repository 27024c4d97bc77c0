import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { effectivePolicy } from './effective-policy.ts'
import { type PlaceLimits, place } from './place.ts'

const named = (name: string): SchedulingPolicy => {
  const policy = builtInPolicies.find(each => each.name === name)
  if (policy === undefined) throw new Error(`no policy ${name}`)
  return policy
}
const optionsFor = (hosts: readonly HostOver[], vms: readonly VmOver[] = [{}], policyName = 'none') => {
  const policy = effectivePolicy(named(policyName), {}, { units: engineUnits, mandatory: mandatoryFilters })
  const facts = { hosts: hosts.map(host => aHostFacts(host)), vms: vms.map(vm => aVmFacts(vm)) }
  const situation = aSituation({ ...facts, properties: policy.properties })
  return { situation, policy, onUnknown: 'keep' as const }
}
const ids = (...names: string[]) => new Set(names)
const three: HostOver[] = [
  { id: 'a', usagePercent: 70 },
  { id: 'b', usagePercent: 10 },
  { id: 'c', usagePercent: 40 },
]
const decide = (hosts: readonly HostOver[], limits: PlaceLimits = {}, vm: VmOver = {}, policy = 'none') => {
  const options = optionsFor(hosts, [vm], policy)
  return place(options.situation.vms, limits, options)
}

describe('place', () => {
  it.each([
    { why: 'the emptiest under even distribution', policy: 'evenly_distributed', expected: 'b' },
    { why: 'the fullest under power saving', policy: 'power_saving', expected: 'a' },
  ])('chooses $why', ({ policy, expected }) => {
    expect(decide(three, {}, {}, policy)).toMatchObject({ hostId: expected, because: { code: 'best-host' } })
  })

  it.each([
    { why: 'no host', hosts: [], code: 'no-hosts', hostId: undefined },
    {
      why: 'no host that is up',
      hosts: [{ id: 'a', status: 'maintenance' as const }],
      code: 'no-hosts',
      hostId: undefined,
    },
    { why: 'one host', hosts: [{ id: 'a' }], code: 'only-host', hostId: 'a' },
    {
      why: 'hosts that are all rejected',
      hosts: [
        { id: 'a', maxSchedulingMiB: 10 },
        { id: 'b', sockets: undefined, cores: 0, threads: 0 },
      ],
      code: 'all-hosts-filtered-out',
      hostId: undefined,
    },
  ])('explains $why', ({ hosts, code, hostId }) => {
    const decision = decide(hosts)
    expect(decision.because.code).toBe(code)
    expect(decision.hostId).toBe(hostId)
  })

  it('counts the rejected hosts by filter', () => {
    const decision = decide([
      { id: 'a', maxSchedulingMiB: 10 },
      { id: 'b', maxSchedulingMiB: 20 },
    ])
    expect(decision.because.values).toMatchObject({ hosts: 2, filters: 'Memory 2' })
  })

  it.each([
    { why: 'never an excluded one', limits: { excludedHostIds: ids('b') }, expected: 'c' },
    { why: 'only an allowed one', limits: { allowedHostIds: ids('a', 'c') }, expected: 'c' },
    { why: 'any, when the allowed are none', limits: { allowedHostIds: ids() }, expected: 'b' },
    { why: 'the destination, though another is better', limits: { destinationHostIds: ids('a') }, expected: 'a' },
    { why: 'the best, when the destination is not left', limits: { destinationHostIds: ids('x') }, expected: 'b' },
  ])('takes $why', ({ limits, expected }) => {
    expect(decide(three, limits).hostId).toBe(expected)
  })

  it('says why hosts were not asked about', () => {
    const { leftOut } = decide([...three, { id: 'd', status: 'down' }], { excludedHostIds: ids('b') })
    expect(leftOut.map(({ id, reason }) => [id, reason.code])).toEqual([
      ['b', 'host-excluded'],
      ['d', 'host-not-up'],
    ])
  })

  it('takes the first host when the policy weighs nothing', () => {
    const { policy, ...options } = optionsFor(three)
    const decision = place(options.situation.vms, {}, { ...options, policy: { ...policy, weights: [] } })
    expect(decision).toMatchObject({ hostId: 'a', because: { code: 'first-host' } })
  })

  it('leaves a weight out as a whole that lacks a fact about one host', () => {
    const dark: HostOver[] = [
      { id: 'a', maxSchedulingMiB: 8000 },
      { id: 'b', maxSchedulingMiB: undefined },
    ]
    const { silentWeights, ranking } = decide(dark)
    expect(silentWeights.map(({ unitName }) => unitName)).toContain('OptimalForMemoryEvenDistribution')
    expect(ranking?.hosts[0]?.units.map(({ name }) => name)).not.toContain('OptimalForMemoryEvenDistribution')
  })
})

describe('a decision', () => {
  const hostsOf = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      usagePercent: fc.integer({ min: 0, max: 100 }),
      maxSchedulingMiB: fc.integer({ min: 0, max: 20_000 }),
      freeMiB: fc.integer({ min: 0, max: 20_000 }),
      cores: fc.integer({ min: 1, max: 8 }),
      status: fc.constantFrom('up' as const, 'down' as const),
    }),
    { selector: ({ id }) => id, maxLength: 6 },
  )

  it('does not depend on the order of hosts, and is the same each time', () => {
    fc.assert(
      fc.property(hostsOf, hosts => {
        const decision = decide(hosts)
        expect(decide(hosts)).toEqual(decision)
        expect(decide(hosts.toReversed())).toEqual(decision)
      }),
    )
  })

  it('chooses a host that every filter kept, and one whenever there is one', () => {
    fc.assert(
      fc.property(hostsOf, hosts => {
        const { hosts: judged, hostId } = decide(hosts)
        const kept = judged.filter(({ isKept }) => isKept).map(each => each.hostId)
        if (kept.length === 0) expect(hostId).toBeUndefined()
        else expect(kept).toContain(hostId)
      }),
    )
  })

  it('accounts for every host once', () => {
    fc.assert(
      fc.property(hostsOf, hosts => {
        const { hosts: judged, leftOut } = decide(hosts, { excludedHostIds: ids('a') })
        const named = [...judged.map(({ hostId }) => hostId), ...leftOut.map(({ id }) => id)]
        expect(named.toSorted()).toEqual(hosts.map(({ id }) => id).toSorted())
      }),
    )
  })

  it('keeps the same hosts in whatever order the filters are asked', () => {
    fc.assert(
      fc.property(hostsOf, fc.integer(), (hosts, seed) => {
        const { policy, ...options } = optionsFor(hosts)
        const filters = fc.sample(fc.shuffledSubarray([...policy.filters], { minLength: policy.filters.length }), {
          seed,
          numRuns: 1,
        })[0]
        const keptBy = (asked: typeof policy.filters) =>
          place(options.situation.vms, {}, { ...options, policy: { ...policy, filters: asked } })
            .hosts.filter(({ isKept }) => isKept)
            .map(({ hostId }) => hostId)
        expect(keptBy(filters ?? [])).toEqual(keptBy(policy.filters))
      }),
    )
  })
})
