import { describe, expect, it } from 'vitest'
import { aSimulatedEngine, type Json, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'
import { required } from './resource.ts'

const clusterId = (engine: SimulatedEngine) => {
  const cluster = [...engine.world.state.clusters.values()].find(({ name }) => name === 'Default')
  if (cluster === undefined) throw new Error('the scenario has no cluster Default')
  return cluster.id
}
const property = (name: string, value: string) => ({ property: [{ name, value }] })
const settingOf = (properties: Json | undefined, name: string) =>
  [...(properties?.property ?? [])].find(found => String(found.name) === name)?.value

describe('a cluster', () => {
  it('merges properties, and tells of the change', async () => {
    const engine = await aSimulatedEngine()
    const path = `/clusters/${clusterId(engine)}`
    const before = (await engine.get(path)).custom_scheduling_policy_properties
    const reply = await engine.call(path, {
      method: 'PUT',
      body: { custom_scheduling_policy_properties: property('minimum_host_memoryMB', '700') },
    })
    expect(reply.status).toBe(200)
    const after = reply.json.custom_scheduling_policy_properties
    expect(settingOf(after, 'minimum_host_memoryMB')).toBe('700')
    expect(settingOf(after, 'safe_selection')).toBe(settingOf(before, 'safe_selection'))
    expect(engine.world.state.events.at(-1)?.code).toBe(811)
  })

  it('keeps what is not sent, and takes a policy by id only', async () => {
    const engine = await aSimulatedEngine()
    const cluster = required(engine.world.state.clusters.get(clusterId(engine)))
    const { policyId, overCommitPercent } = cluster
    const body = { scheduling_policy: { name: 'none' }, threads_as_cores: 'true', ha_reservation: true }
    expect((await engine.call(`/clusters/${cluster.id}`, { method: 'PUT', body })).status).toBe(200)
    expect(cluster).toMatchObject({ policyId, overCommitPercent, threadsAsCores: true, haReservation: true })
  })

  it('tells how its hosts may save memory, and takes another way of it', async () => {
    const engine = await aSimulatedEngine()
    const path = `/clusters/${clusterId(engine)}`
    const before = await engine.get(path)
    expect(before).toMatchObject({ ballooning_enabled: 'true', ksm: { enabled: 'false', merge_across_nodes: 'true' } })
    const body = { ballooning_enabled: 'false', ksm: { enabled: true, merge_across_nodes: false } }
    expect((await engine.call(path, { method: 'PUT', body })).json).toMatchObject({
      ballooning_enabled: 'false',
      ksm: { enabled: 'true', merge_across_nodes: 'false' },
    })
  })

  const refused = [
    {
      why: 'a bad property value',
      body: { custom_scheduling_policy_properties: property('minimum_host_memoryMB', 'x') },
    },
    { why: 'an unknown policy', body: { scheduling_policy: { id: '00000000-dead-beef-0000-000000000000' } } },
    { why: 'an unknown member', body: { minimum_host_memoryMB: '700' } },
    { why: 'text for a number', body: { memory_policy: { over_commit: { percent: 'lots' } } } },
  ]
  for (const { why, body } of refused) {
    it(`refuses ${why} with 400`, async () => {
      const engine = await aSimulatedEngine()
      expect((await engine.call(`/clusters/${clusterId(engine)}`, { method: 'PUT', body })).status).toBe(400)
    })
  }

  it('can be neither added nor removed', async () => {
    const engine = await aSimulatedEngine()
    expect((await engine.call('/clusters', { body: { name: 'another' } })).status).toBe(400)
    expect((await engine.call(`/clusters/${clusterId(engine)}`, { method: 'DELETE' })).status).toBe(409)
  })
})
