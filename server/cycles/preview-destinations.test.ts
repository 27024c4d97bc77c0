import { describe, expect, it } from 'vitest'
import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, roomy } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { ExplainAsked } from '../runtime/explain-with-units.ts'
import { explainVm } from '../scheduling/explain/explain-vm.ts'
import { evenCpuWeight } from '../scheduling/weights/even-cpu.ts'
import { evenMemoryWeight } from '../scheduling/weights/even-memory.ts'
import { previewDestinations } from './preview-destinations.ts'

const cluster = aCluster({ policyId: 'p' })
const policy = (cpu: number, memory: number): SchedulingPolicy => ({
  id: 'p',
  name: 'p',
  locked: false,
  properties: {},
  filters: [],
  weights: [
    { unitId: evenCpuWeight.id, factor: cpu },
    { unitId: evenMemoryWeight.id, factor: memory },
  ],
})
/** host2 has the CPU, host3 the memory. */
const hosts = [
  aHost({ ...roomy }),
  aHost({ ...roomy, id: 'host2', maxSchedulingMiB: 20_000, statistics: { ...roomy.statistics, cpuPercent: 5 } }),
  aHost({ ...roomy, id: 'host3', maxSchedulingMiB: 60_000, statistics: { ...roomy.statistics, cpuPercent: 60 } }),
]
const indexWith = (cpu: number, memory: number) =>
  indexSnapshot(aSnapshot({ clusters: [cluster], hosts, vms: [aVm()], policies: [policy(cpu, memory)] }))

const preview = (
  recommended: Parameters<typeof previewDestinations>[1],
  explain: ExplainAsked = async ({ index }, vm) => explainVm(index, vm, { onUnknown: 'keep' }),
  { signal } = new AbortController(),
) => previewDestinations(cluster.id, recommended, { now: indexWith(2, 1), changed: indexWith(1, 9) }, explain, signal)

describe('previewDestinations', () => {
  it('says which host would be chosen for a recommended VM now and with other factors, never its present one', async () => {
    expect(await preview([aRecommendation()])).toEqual({
      destinations: [
        {
          vm: { id: 'vm1', name: 'vm1' },
          from: { id: 'host1', name: 'host1' },
          now: { id: 'host2', name: 'host2' },
          changed: { id: 'host3', name: 'host3' },
        },
      ],
      notLookedAt: 0,
    })
  })

  it('looks at each VM once, and leaves out one that is gone', async () => {
    const { destinations } = await preview([
      aRecommendation(),
      aRecommendation({ vm: { id: 'vm9', name: 'vm9' } }),
      aRecommendation(),
    ])
    expect(destinations).toHaveLength(1)
  })

  it('counts what it does not look at', async () => {
    const many = Array.from({ length: 25 }, (_, at) => aRecommendation({ vm: { id: `x${at}`, name: `x${at}` } }))
    expect((await preview(many)).notLookedAt).toBe(5)
  })

  it('looks at no more once nobody waits for it', async () => {
    const waiting = new AbortController()
    let asked = 0
    const leaving: ExplainAsked = async ({ index }, vm) => {
      asked += 1
      waiting.abort()
      return explainVm(index, vm, { onUnknown: 'keep' })
    }
    const many = [aRecommendation(), ...['a', 'b'].map(id => aRecommendation({ vm: { id, name: id } }))]
    const { destinations, notLookedAt } = await preview(many, leaving, waiting)
    expect([destinations.length, notLookedAt, asked]).toEqual([1, 2, 2])
  })

  it('has nothing to say where nothing is recommended', async () => {
    expect(await preview([])).toEqual({ destinations: [], notLookedAt: 0 })
  })
})
