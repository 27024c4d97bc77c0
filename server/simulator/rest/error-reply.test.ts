import { describe, expect, it } from 'vitest'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const clusterId = (engine: SimulatedEngine) => {
  const cluster = [...engine.world.state.clusters.values()].find(({ name }) => name === 'Default')
  if (cluster === undefined) throw new Error('the scenario has no cluster Default')
  return cluster.id
}

describe('faults of the request itself', () => {
  const cases = [
    {
      why: 'JSON syntax',
      type: 'application/json',
      body: '{"name":',
      fault: {
        reason: 'Request syntactically incorrect.',
        detail: expect.stringMatching(
          /^For correct usage, see: https:.*\/ovirt-engine\/apidoc#services\/cluster\/methods\/update$/,
        ),
      },
    },
    {
      why: 'a bad value in XML',
      type: 'application/xml',
      body: '<cluster><threads_as_cores>perhaps</threads_as_cores></cluster>',
      fault: { reason: 'Invalid value', detail: expect.stringContaining('perhaps') },
    },
    {
      why: 'an unknown element in XML',
      type: 'application/xml',
      body: '<cluster><colour>red</colour></cluster>',
      fault: { reason: 'Request syntactically incorrect.' },
    },
  ]
  for (const { why, type, body, fault } of cases) {
    it(`are 400 with the engine's reason for ${why}`, async () => {
      const engine = await aSimulatedEngine()
      const path = `/clusters/${clusterId(engine)}`
      const reply = await engine.call(path, { method: 'PUT', body, headers: { 'Content-Type': type } })
      expect(reply).toMatchObject({ status: 400, json: fault })
    })
  }
  it('are 415 for another type and 413 for a body beyond reason', async () => {
    const engine = await aSimulatedEngine()
    const path = `/clusters/${clusterId(engine)}`
    const put = (body: string, type: string) =>
      engine.call(path, { method: 'PUT', body, headers: { 'Content-Type': type } })
    expect((await put('name=x', 'text/plain')).status).toBe(415)
    expect((await put(' '.repeat(2_000_000), 'application/json')).status).toBe(413)
  })
  it('speak XML to those who do', async () => {
    const engine = await aSimulatedEngine()
    const { status, text } = await engine.call('/jobs', { body: {}, headers: { Accept: 'application/xml' } })
    expect(status).toBe(400)
    expect(text).toContain(
      '<fault><detail>Job [description] required for add</detail><reason>Incomplete parameters</reason></fault>',
    )
  })
})
