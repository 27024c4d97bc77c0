import { describe, expect, it } from 'vitest'
import { connect, failureOf, html, never, start } from '../../test/fakes/engine-client.ts'
import { type Answer, json, startEngineServer } from '../../test/fakes/engine-server.ts'
import { aLog } from '../../test/fakes/log.ts'
import { traceFor, within } from '../telemetry/trace.ts'
import { parseTraceparent } from '../telemetry/traceparent.ts'

describe('an action', () => {
  it('carries its correlation id and a body, also an empty one', async () => {
    const { engine, http } = await start((_asked, res) => json(res, { status: 'complete' }))
    await http.post('/vms/33/migrate', {}, { correlationId: 'bal-17', signal: never })
    const [call] = engine.calls()
    expect(call).toMatchObject({ method: 'POST', body: '{}' })
    expect(call?.headers).toMatchObject({ 'correlation-id': 'bal-17', 'content-type': 'application/json' })
  })

  it('tells the engine and our log which trace it is of, each request under a span of its own', async () => {
    const { log, lines } = aLog()
    const { engine, http } = await start((_asked, res) => json(res, {}), { log })
    const trace = traceFor(undefined)
    await within(trace, async () => {
      await http.post('/vms/33/migrate', {}, { correlationId: 'bal-17', signal: never })
      await http.get('/vms/33', { signal: never })
    })
    await http.get('/vms/44', { signal: never })
    const given = engine.calls().map(({ headers }) => parseTraceparent(String(headers.traceparent)))
    expect(given.map(one => one?.traceId === trace.traceId)).toEqual([true, true, false])
    expect(new Set([trace.spanId, ...given.map(one => one?.spanId)]).size).toBe(4)
    expect(lines.filter(({ fields }) => String(fields.path).startsWith('/ovirt-engine/api'))).toMatchObject([
      { level: 'debug', fields: { method: 'POST', path: '/ovirt-engine/api/vms/33/migrate', correlationId: 'bal-17' } },
      { fields: { method: 'GET', path: '/ovirt-engine/api/vms/33', outcome: '200' } },
      { fields: { path: '/ovirt-engine/api/vms/44' } },
    ])
  })

  it('refuses a correlation id that the engine would change', async () => {
    const { engine, http } = await start((_asked, res) => json(res, {}))
    for (const correlationId of ['', 'a b', 'a'.repeat(37)])
      await expect(http.post('/vms', {}, { correlationId, signal: never })).rejects.toThrow(RangeError)
    expect(engine.calls()).toHaveLength(0)
  })

  it('keeps what the engine says when it declines', async () => {
    const fault = { detail: '[Cannot migrate VM. VM is not running.]', reason: 'Operation Failed' }
    const { http } = await start((_asked, res) => json(res, { fault, status: 'failed' }, 409))
    expect(await failureOf(http.post('/vms/33/migrate', {}, { signal: never }))).toMatchObject({
      code: 'engine-conflict',
      status: 409,
      reason: 'Operation Failed',
      detail: 'Cannot migrate VM. VM is not running.',
    })
  })

  const unknown: Record<string, Answer> = {
    'the connection breaks': (_asked, res) => void res.destroy(),
    'a gateway answers instead': (_asked, res) => html(res, 504),
    'no answer comes in time': () => undefined,
  }
  for (const [why, api] of Object.entries(unknown)) {
    it(`is not repeated when ${why}: its outcome is unknown`, async () => {
      const { engine, http } = await start(api, { requestTimeoutMs: 300 })
      expect((await failureOf(http.post('/vms/33/migrate', {}, { signal: never }))).code).toBe('engine-outcome-unknown')
      expect(engine.calls()).toHaveLength(1)
    })
  }

  it('has certainly not happened when nothing listens', async () => {
    const engine = await startEngineServer({ api: (_asked, res) => json(res, {}) })
    await engine.close()
    const error = await failureOf(connect(engine.baseUrl).post('/vms/33/migrate', {}, { signal: never }))
    expect(error.code).toBe('engine-unreachable')
  })
})
