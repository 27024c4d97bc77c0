import { expect, it } from 'vitest'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, NOON_MS, roomy } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeRecommendations } from '../../test/fakes/services.ts'
import { loadConfig } from '../config/load-config.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { startPolicies } from './start-policies.ts'

const never = () => Promise.reject(new Error('a preview changes nothing'))
const vms = ['vm1', 'vm2', 'vm3']

it('a preview asks once what the engine has refused, however many VMs it looks at, and goes by it', async () => {
  const recommendations = fakeRecommendations(
    vms.map(id => aRecommendation({ id: `move-${id}`, vm: { id, name: id } })),
  )
  let asked = 0
  const { previewPolicy } = startPolicies(loadConfig({ environment: {}, flags: {} }).config, {
    snapshots: aSnapshotSource(),
    store: { appendAudit: never },
    engine: {
      clusterPolicies: { savePolicy: never },
      policyUnits: { callUnit: never, createPolicy: never, setProperties: never, removePolicy: never },
    },
    runtime: createRuntime({ units: builtInUnits.map(unit => builtIn(unit)), elapsedMs: () => 0 }),
    recommendations: {
      list: recommendations.list,
      async refusals() {
        asked += 1
        const [vm, host] = [aVm(), aHost({ id: 'host2', name: 'host2' })]
        return [{ vm, host, detail: 'No.', atMs: NOON_MS, untilMs: NOON_MS + 1 }]
      },
    },
    watched: () => new Map(),
    now: () => NOON_MS,
    newId: () => 'id',
    changes: { onPolicy: () => undefined },
    log: { error: () => undefined },
  })
  const hosts = ['host1', 'host2', 'host3'].map(id => aHost({ ...roomy, id, name: id }))
  const index = indexSnapshot(aSnapshot({ clusters: [aCluster()], hosts, vms: vms.map(id => aVm({ id, name: id })) }))
  const change = { version: 'v', properties: {} }
  const { destinations } = await previewPolicy(aCluster(), change, index, new AbortController().signal)
  expect(destinations.map(({ vm, now }) => [vm.id, now?.id])).toEqual([
    ['vm1', 'host3'],
    ['vm2', 'host2'],
    ['vm3', 'host2'],
  ])
  expect(asked).toBe(1)
})
