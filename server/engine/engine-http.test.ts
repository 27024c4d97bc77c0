import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { connect, failureOf, html, never, start } from '../../test/fakes/engine-client.ts'
import { type Answer, json, startEngineServer } from '../../test/fakes/engine-server.ts'

describe('a read of the engine', () => {
  it('asks in JSON for version 4 with the token of one login', async () => {
    const { engine, http } = await start((_asked, res) => json(res, { vm: [] }))
    expect(await http.get('/vms', { query: { search: 'name=a b', max: '5' }, signal: never })).toEqual({ vm: [] })
    const [call] = engine.calls()
    expect(call).toMatchObject({ method: 'GET', path: '/api/vms', query: { search: 'name=a b', max: '5' } })
    expect(call?.headers).toMatchObject({ authorization: 'Bearer token-1', version: '4', accept: 'application/json' })
    expect(call?.headers).not.toHaveProperty('filter')
  })

  it('unpacks compressed replies', async () => {
    const { http } = await start((_asked, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      res.end(gzipSync('{"name":"Zürich"}'))
    })
    expect(await http.get('', { signal: never })).toEqual({ name: 'Zürich' })
  })

  it('takes an empty reply as an empty object', async () => {
    const { http } = await start((_asked, res) => res.writeHead(200).end())
    expect(await http.get('/vms', { signal: never })).toEqual({})
  })

  const once: { why: string; api: Answer; code: string; says: RegExp }[] = [
    {
      why: 'a failure with a fault',
      api: (_asked, res) => json(res, { reason: 'Operation Failed', detail: '[Internal Engine Error]' }, 500),
      code: 'engine-fault',
      says: /HTTP 500: Operation Failed: Internal Engine Error$/,
    },
    { why: 'a failure in HTML', api: (_asked, res) => html(res, 500), code: 'engine-fault', says: /HTTP 500$/ },
    {
      why: 'truncated JSON',
      api: (_asked, res) => void res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"vm": [{"id": "1'),
      code: 'engine-bad-reply',
      says: /17 characters of type application\/json that are not JSON/,
    },
    {
      why: 'HTML in place of JSON',
      api: (_asked, res) => html(res, 200),
      code: 'engine-bad-reply',
      says: /text\/html/,
    },
    {
      why: 'a redirect',
      api: (_asked, res) => void res.writeHead(302, { Location: 'https://elsewhere.example/login?token=1' }).end(),
      code: 'engine-bad-reply',
      says: /redirects GET \/api\/vms to https:\/\/elsewhere.example\/login; redirects are not followed/,
    },
    {
      why: 'a body beyond the limit',
      api: (_asked, res) =>
        void res.writeHead(200, { 'Content-Type': 'application/json' }).end(`"${'x'.repeat(70_000)}"`),
      code: 'engine-bad-reply',
      says: /more than 65536 bytes/,
    },
    {
      why: 'a small body that unpacks beyond the limit',
      api: (_asked, res) => {
        res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        res.end(gzipSync(`"${'x'.repeat(70_000)}"`))
      },
      code: 'engine-bad-reply',
      says: /more than 65536 bytes/,
    },
    {
      why: 'a broken compressed body',
      api: (_asked, res) => {
        res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        res.end(gzipSync('{"vm": []}').subarray(0, 15))
      },
      code: 'engine-bad-reply',
      says: /cannot be decompressed/,
    },
    {
      why: 'its own 404',
      api: (_asked, res) => void res.writeHead(404).end(),
      code: 'engine-not-found',
      says: /no such object/,
    },
    {
      why: 'a refusal for lack of permission',
      api: (_asked, res) => json(res, { reason: 'Operation Failed', detail: '[Not authorized]' }, 403),
      code: 'engine-forbidden',
      says: /Not authorized$/,
    },
    {
      why: 'a token that no login makes good',
      api: (_asked, res) => html(res, 401),
      code: 'engine-unauthorized',
      says: /role that permits login/,
    },
  ]
  for (const { why, api, code, says } of once) {
    it(`says what is wrong with ${why}, and does not repeat it`, async () => {
      const { engine, http } = await start(api, { maxReplyBytes: 65_536 })
      const error = await failureOf(http.get('/vms', { signal: never }))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(says)
      expect(engine.calls()).toHaveLength(code === 'engine-unauthorized' ? 2 : 1)
    })
  }

  const repeated: { why: string; fail: Answer; code: string }[] = [
    { why: 'HTTP 502', fail: (_asked, res) => html(res, 502), code: 'engine-unavailable' },
    { why: 'HTTP 503', fail: (_asked, res) => html(res, 503), code: 'engine-unavailable' },
    { why: 'HTTP 504', fail: (_asked, res) => html(res, 504), code: 'engine-unavailable' },
    { why: 'a 404 of a web server without engine', fail: (_asked, res) => html(res, 404), code: 'engine-unavailable' },
    { why: 'a reset connection', fail: (_asked, res) => void res.destroy(), code: 'engine-unreachable' },
    {
      why: 'a connection that ends within the body',
      fail: (_asked, res) => {
        res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 })
        res.write('{"vm":', () => res.destroy())
      },
      code: 'engine-unreachable',
    },
  ]
  for (const { why, fail, code } of repeated) {
    it(`is repeated after ${why}`, async () => {
      let failures = 2
      const { engine, http } = await start((asked, res) => (failures-- > 0 ? fail(asked, res) : json(res, { ok: 1 })))
      expect(await http.get('/vms', { signal: never })).toEqual({ ok: 1 })
      expect(engine.calls()).toHaveLength(3)
    })

    it(`fails as ${code} when ${why} goes on`, async () => {
      const { engine, http } = await start(fail)
      expect((await failureOf(http.get('/vms', { signal: never }))).code).toBe(code)
      expect(engine.calls()).toHaveLength(3)
    })
  }

  it('tells of each request and of the login, by status or problem', async () => {
    const told: string[] = []
    const answers: Answer[] = [(_, res) => html(res, 503), (_, res) => json(res, {}), (_, res) => void res.destroy()]
    const well: Answer = (_, res) => json(res, {})
    const { http } = await start((asked, res) => (answers.shift() ?? well)(asked, res), {
      onRequest: ({ method, outcome }) => told.push(`${method} ${outcome}`),
    })
    await http.get('/vms', { signal: never })
    await http.get('/vms', { signal: never })
    expect(told).toEqual(['POST 200', 'GET 503', 'GET 200', 'GET engine-unreachable', 'GET 200'])
  })

  it('fails as engine-unreachable where nothing listens', async () => {
    const engine = await startEngineServer({ api: (_asked, res) => json(res, {}) })
    await engine.close()
    const error = await failureOf(connect(engine.baseUrl).get('/vms', { signal: never }))
    expect(error).toMatchObject({ code: 'engine-unreachable', cause: { code: 'ECONNREFUSED' } })
    expect(error.message).toMatch(
      /ECONNREFUSED.*Check that the engine runs and that engine.url names its host and port/,
    )
  })
})
