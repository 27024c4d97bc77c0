import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { pendingOn } from '../facts/situation.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { effectivePolicy } from './effective-policy.ts'
import { type ScheduleRequest, schedule } from './schedule.ts'

const [none] = builtInPolicies
if (none === undefined) throw new Error('no policies')
const policy = effectivePolicy(none, {}, { units: engineUnits, mandatory: mandatoryFilters })
const off = { enabled: false, positive: false, enforcing: false }
const rule = (positive: boolean, vmIds: string[]): AffinityGroup => ({
  id: 'g',
  name: 'g',
  priority: 1,
  vmIds: new Set(vmIds),
  hostIds: new Set(),
  vmRule: { enabled: true, positive, enforcing: true },
  hostRule: off,
})
/** Room for one VM and a half each. */
const hosts = ['a', 'b'].map(id => aHostFacts({ id, maxSchedulingMiB: 6500, freeMiB: 60_000 }))
const vms = ['v1', 'v2'].map(id => aVmFacts({ id }))

function run(over: Partial<ScheduleRequest> = {}, affinityGroups: AffinityGroup[] = [], ignoreVmAffinity = false) {
  const situation = aSituation({ hosts, vms, affinityGroups, ignoreVmAffinity, properties: policy.properties })
  const result = schedule({ vms, ...over }, { situation, policy, onUnknown: 'keep' })
  return { ...result, placed: result.decisions.map(({ vmIds, hostId }) => `${vmIds.join('+')}→${hostId ?? 'none'}`) }
}

describe('schedule', () => {
  it('lets each VM see what those before it have taken', () => {
    const { placed, situation } = run()
    expect(placed).toEqual(['v1→a', 'v2→b'])
    expect(pendingOn(situation, 'b').map(({ id }) => id)).toEqual(['v2'])
  })

  it('says so when nothing is left for the last', () => {
    const third = aVmFacts({ id: 'v3' })
    expect(run({ vms: [...vms, third] }).placed).toEqual(['v1→a', 'v2→b', 'v3→none'])
  })

  it('places VMs that must be together on one host, or nowhere', () => {
    expect(run({}, [rule(true, ['v1', 'v2'])]).placed).toEqual(['v1+v2→none'])
    const small = vms.map(vm => ({ ...vm, memoryMiB: 1024 }))
    expect(run({ vms: small }, [rule(true, ['v1', 'v2'])]).placed).toEqual(['v1+v2→a'])
  })

  it('keeps apart what must be, though it would fit', () => {
    const small = vms.map(vm => ({ ...vm, memoryMiB: 256 }))
    expect(run({ vms: small, destinationHostIds: new Set(['a']) }, [rule(false, ['v1', 'v2'])]).placed).toEqual([
      'v1→a',
      'v2→b',
    ])
  })

  it.each([
    { why: 'asked not to', over: { doNotGroup: true }, ignore: false },
    { why: 'rules between VMs do not bind', over: {}, ignore: true },
  ])('does not group when $why', ({ over, ignore }) => {
    expect(run(over, [rule(true, ['v1', 'v2'])], ignore).decisions).toHaveLength(2)
  })

  it('places the most demanding first', () => {
    const big = aVmFacts({ id: 'big', sockets: 4 })
    expect(run({ vms: [...vms, big] }).placed[0]).toBe('big→a')
  })

  it('has nothing to do for no VMs', () => {
    expect(run({ vms: [] }).decisions).toEqual([])
  })
})
