import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { Situation } from '../facts/situation.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { balanceCluster } from './balance-cluster.ts'
import { effectivePolicy } from './effective-policy.ts'

const LONG_AGO_MS = NOW_MS - 3_600_000
const hot = { usagePercent: 95, cpuOverCommitSinceMs: LONG_AGO_MS, vmCount: 2 }
const vms = [
  aVmFacts({ id: 'v1', hostId: 'a', usageCpuPercent: 30 }),
  aVmFacts({ id: 'v2', hostId: 'a', usageCpuPercent: 60 }),
]

function run(policyName: string, over: Partial<Situation> = {}) {
  const listed = builtInPolicies.find(({ name }) => name === policyName)
  if (listed === undefined) throw new Error(`no policy ${policyName}`)
  const policy = effectivePolicy(listed, {}, { units: engineUnits, mandatory: mandatoryFilters })
  const hosts = [aHostFacts({ id: 'a', ...hot }), aHostFacts({ id: 'b' }), aHostFacts({ id: 'c', usagePercent: 40 })]
  const situation = aSituation({ hosts, vms, properties: policy.properties, ...over })
  return balanceCluster(policy, { situation, onUnknown: 'keep' })
}

describe('balanceCluster', () => {
  it('moves the smallest VM off an overloaded host, to the host that the scheduler ranks first', () => {
    const { unitName, attempts } = run('evenly_distributed')
    expect(unitName).toBe('OptimalForEvenDistribution')
    expect(attempts.map(({ vm, isMove, decision }) => [vm.id, isMove, decision.hostId])).toEqual([['v1', true, 'b']])
  })

  it('offers the present host too', () => {
    expect(run('evenly_distributed').attempts[0]?.asked.hostIds).toContain('a')
  })

  it('has nothing to do where all is even, and says so', () => {
    const hosts = ['a', 'b'].map(id => aHostFacts({ id }))
    const { attempts, because } = run('evenly_distributed', { hosts })
    expect(attempts).toEqual([])
    expect(because.text).not.toBe('')
  })

  it('goes on to the next VM when the first had better stay', () => {
    const stuck = aVmFacts({ id: 'v0', hostId: 'a', usageCpuPercent: 10, customVersion: '9.9' })
    const supported = { supportedVersions: ['4.7'] }
    const hosts = [aHostFacts({ id: 'a', ...hot, ...supported }), aHostFacts({ id: 'b', ...supported })]
    const { attempts } = run('evenly_distributed', { hosts, vms: [stuck, ...vms] })
    expect(attempts.map(({ vm, isMove }) => [vm.id, isMove])).toEqual([
      ['v0', false],
      ['v1', true],
    ])
  })

  it('goes on to the next VM where the first is in no state to migrate', () => {
    const paused = aVmFacts({ id: 'v0', hostId: 'a', usageCpuPercent: 10, status: 'not_responding' })
    const { attempts } = run('evenly_distributed', { vms: [paused, ...vms] })
    expect(attempts.map(({ vm, isMove, decision }) => [vm.id, isMove, decision.because.code])).toEqual([
      ['v0', false, 'not-responding'],
      ['v1', true, 'best-host'],
    ])
  })

  it('waits while a VM migrates', () => {
    const { skippedHosts, attempts } = run('evenly_distributed', {
      vms: [...vms, aVmFacts({ id: 'v9', hostId: 'a', status: 'migrating' })],
    })
    expect(skippedHosts.map(({ id }) => id)).toEqual(['a'])
    expect(attempts).toEqual([])
  })

  it('says so when every VM that is offered stays', () => {
    const pinnedByVersion = vms.map(vm => ({ ...vm, customVersion: '9.9' }))
    const hosts = [
      aHostFacts({ id: 'a', ...hot, supportedVersions: ['9.9'] }),
      aHostFacts({ id: 'b', supportedVersions: ['4.7'] }),
    ]
    const { because, attempts } = run('evenly_distributed', { hosts, vms: pinnedByVersion })
    expect(attempts).toHaveLength(2)
    expect(because).toMatchObject({ code: 'none-leaves', values: { offered: 2 } })
  })

  it.each(['none', 'cluster_maintenance'])('moves nothing under %s', policy => {
    expect(run(policy).attempts).toEqual([])
  })

  it('says that a policy has no balancer that is known here', () => {
    const [listed] = builtInPolicies
    if (listed === undefined) throw new Error('no policies')
    const policy = effectivePolicy(
      { ...listed, balanceUnitId: 'ours' },
      {},
      { units: engineUnits, mandatory: mandatoryFilters },
    )
    expect(balanceCluster(policy, { situation: aSituation(), onUnknown: 'keep' }).because.code).toBe('no-balancer')
  })
})
