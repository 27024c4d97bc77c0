import { describe, expect, it } from 'vitest'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const clusterId = (engine: SimulatedEngine) => {
  const cluster = [...engine.world.state.clusters.values()].find(({ name }) => name === 'Default')
  if (cluster === undefined) throw new Error('the scenario has no cluster Default')
  return cluster.id
}

describe('a scheduling policy', () => {
  const MEMORY = 'c9ddbb34-0e1d-4061-a8d7-b0893fa80932'
  const CPU = '6d636bf6-a35c-4f9d-b68d-0731f720cddc'
  const EVEN_MEMORY = '4134247a-9c58-4b9a-8593-530bb9e37c59'
  const EVEN_BALANCE = '7db4ab05-81ab-42e8-868a-aee2df483ed2'
  const NONE_BALANCE = '38440000-8cf0-14bd-c43e-10b96e4ef00a'
  const unit = (id: string, more: object = {}) => ({ scheduling_policy_unit: { id }, ...more })

  async function aPolicy() {
    const engine = await aSimulatedEngine()
    const reply = await engine.call('/schedulingpolicies', { body: { name: 'mine', filters: { filter: [unit(CPU)] } } })
    return { engine, reply, path: `/schedulingpolicies/${String(reply.json.id)}` }
  }

  it('is created with 201 and a Location, without the units in the body', async () => {
    const { engine, reply, path } = await aPolicy()
    expect(reply.status).toBe(201)
    expect(reply.headers.get('location')).toBe(`${engine.origin}/ovirt-engine/api${path}`)
    expect(reply.json).toMatchObject({ locked: 'false', default_policy: 'false' })
    expect(await engine.get(`${path}/filters`)).toEqual({})
  })

  it('takes units with 200 and gives them back without href', async () => {
    const { engine, path } = await aPolicy()
    expect(await engine.call(`${path}/filters`, { body: unit(MEMORY, { position: -1 }) })).toMatchObject({
      status: 200,
      json: { id: MEMORY, position: '-1' },
    })
    expect((await engine.call(`${path}/weights`, { body: unit(EVEN_MEMORY, { factor: '3' }) })).status).toBe(200)
    expect((await engine.call(`${path}/balances`, { body: unit(EVEN_BALANCE) })).status).toBe(200)
    const { weight } = await engine.get(`${path}/weights`)
    expect(weight?.[0]).toMatchObject({ factor: '3', id: EVEN_MEMORY })
    expect(weight?.[0]).not.toHaveProperty('href')
    expect((await engine.call(`${path}/weights/${EVEN_MEMORY}`, { method: 'DELETE' })).json).toEqual({
      status: 'complete',
    })
    expect(await engine.get(`${path}/weights`)).toEqual({})
  })

  const refused = [
    { why: 'the same unit twice', rel: 'filters', body: unit(MEMORY) },
    { why: 'a second first filter', rel: 'filters', body: unit(CPU, { position: -1 }) },
    { why: 'a unit of another type', rel: 'weights', body: unit(CPU) },
    { why: 'a negative factor', rel: 'weights', body: unit(EVEN_MEMORY, { factor: -1 }) },
    { why: 'a second balance', rel: 'balances', body: unit(NONE_BALANCE) },
    { why: 'an unknown unit', rel: 'filters', body: unit('00000000-dead-beef-0000-000000000000') },
    { why: 'no unit', rel: 'filters', body: {} },
  ]
  for (const { why, rel, body } of refused) {
    it(`refuses ${why} with 400`, async () => {
      const { engine, path } = await aPolicy()
      await engine.call(`${path}/filters`, { body: unit(MEMORY, { position: -1 }) })
      await engine.call(`${path}/balances`, { body: unit(EVEN_BALANCE) })
      expect((await engine.call(`${path}/${rel}`, { body })).status).toBe(400)
    })
  }

  it('cannot be changed, extended or removed when locked', async () => {
    const engine = await aSimulatedEngine()
    const path = '/schedulingpolicies/b4ed2332-a7ac-4d5f-9596-99a439cb2812'
    const before = await engine.get(`${path}/filters`)
    expect((await engine.call(path, { method: 'PUT', body: { name: 'other' } })).status).toBe(400)
    expect((await engine.call(`${path}/filters`, { body: unit(MEMORY) })).status).toBe(400)
    expect((await engine.call(path, { method: 'DELETE' })).status).toBe(400)
    expect(await engine.get(`${path}/filters`)).toEqual(before)
  })

  it('cannot be removed while a cluster uses it, nor take a name in use or none', async () => {
    const { engine, path } = await aPolicy()
    await engine.call(`/clusters/${clusterId(engine)}`, {
      method: 'PUT',
      body: { scheduling_policy: { id: path.split('/').at(-1) } },
    })
    expect((await engine.call(path, { method: 'DELETE' })).status).toBe(400)
    expect((await engine.call('/schedulingpolicies', { body: { name: 'mine' } })).status).toBe(400)
    expect((await engine.call('/schedulingpolicies', { body: {} })).json).toMatchObject({
      reason: 'Incomplete parameters',
      detail: 'SchedulingPolicy [name] required for add',
    })
  })
})
