import { describe, expect, it } from 'vitest'
import { vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const clusterId = (engine: SimulatedEngine) => {
  const cluster = [...engine.world.state.clusters.values()].find(({ name }) => name === 'Default')
  if (cluster === undefined) throw new Error('the scenario has no cluster Default')
  return cluster.id
}

describe('a posted event', () => {
  const event = { origin: 'test', custom_id: 7, severity: 'warning', description: 'x', flood_rate: 1 }

  it('gets its code from its severity and a place in the list', async () => {
    const engine = await aSimulatedEngine()
    const reply = await engine.call('/events', {
      body: { ...event, cluster: { id: clusterId(engine) } },
      headers: { 'Correlation-Id': 'c-1' },
    })
    expect(reply.status).toBe(201)
    expect(reply.json).toMatchObject({
      code: '9802',
      custom_id: '7',
      correlation_id: 'c-1',
      cluster: { name: 'Default' },
    })
    expect(reply.json.id).toBe(reply.json.index)
    expect(reply.headers.get('location')).toMatch(new RegExp(`/ovirt-engine/api/events/${String(reply.json.id)}$`))
    expect((await engine.call(`/events/${String(reply.json.id)}`, { method: 'DELETE' })).status).toBe(200)
    expect((await engine.call(`/events/${String(reply.json.id)}`)).status).toBe(404)
  })

  const refused = [
    { why: 'the engine’s own origin', body: { ...event, origin: 'OVIRT' } },
    { why: 'no description', body: { ...event, description: undefined } },
    { why: 'no custom id', body: { ...event, custom_id: undefined } },
    { why: 'a bad severity', body: { ...event, severity: 'grave' } },
    { why: 'an unknown VM', body: { ...event, vm: { id: 'nobody' } } },
  ]
  for (const { why, body } of refused) {
    it(`is refused for ${why}`, async () => {
      const engine = await aSimulatedEngine()
      expect((await engine.call('/events', { body })).status).toBe(400)
    })
  }

  it('may use an origin and number once', async () => {
    const engine = await aSimulatedEngine()
    expect((await engine.call('/events', { body: event })).status).toBe(201)
    expect((await engine.call('/events', { body: event })).status).toBe(400)
  })

  it('is dropped with an empty detail when it repeats itself without a flood rate', async () => {
    const repeated = [
      { ...event, flood_rate: 0 },
      { ...event, flood_rate: 0, custom_id: 8 },
    ]
    const engine = await aSimulatedEngine({ eventFloodRule: true })
    expect((await engine.call('/events', { body: repeated[0] })).status).toBe(201)
    expect(await engine.call('/events', { body: repeated[1] })).toMatchObject({ status: 400, json: { detail: '[]' } })
    engine.world.advance(31_000)
    expect((await engine.call('/events', { body: repeated[1] })).status).toBe(201)
  })
})

describe('an external job', () => {
  it('goes through its steps to its end', async () => {
    const engine = await aSimulatedEngine()
    const job = await engine.call('/jobs', { body: { description: 'Rebalance Default', auto_cleared: true } })
    expect(job).toMatchObject({ status: 201, json: { status: 'started', external: 'true', auto_cleared: 'true' } })
    const path = `/jobs/${String(job.json.id)}`
    const step = (await engine.call(`${path}/steps`, { body: { type: 'executing', description: 'move' } })).json
    await engine.call(`${path}/steps`, { body: { type: 'finalizing' } })
    const end = await engine.call(`${path}/steps/${String(step.id)}/end`, { body: { succeeded: true } })
    expect(end.json).toMatchObject({ status: 'complete', succeeded: 'true' })
    await engine.call(`${path}/end`, { body: { succeeded: false, force: true } })
    expect(await engine.get(path)).toMatchObject({ status: 'failed' })
    const { step: steps } = await engine.get(`${path}/steps`)
    expect([...(steps ?? [])].map(({ status }) => String(status))).toEqual(['finished', 'aborted'])
    await engine.call(`${path}/clear`, { body: {} })
    expect((await engine.call(path)).status).toBe(404)
  })

  it("is not one of the engine's own", async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const { host } = await engine.get(`/hosts?migration_target_of=${vm.id}`)
    const to = [...(host ?? [])].map(({ id }) => String(id)).find(id => id !== vm.hostId)
    const { json } = await engine.call(`/vms/${vm.id}/migrate`, { body: { host: { id: to } } })
    expect((await engine.call(`/jobs/${String(json.job?.id)}/end`, { body: {} })).status).toBe(400)
  })
})
