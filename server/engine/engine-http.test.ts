import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  type EngineServer,
  type EngineServerOptions,
  json,
  LOGIN,
  startEngineServer,
} from '../../test/fakes/engine-server.ts'
import { aLog } from '../../test/fakes/log.ts'
import { createEngineHttp, type EngineHttp, type EngineHttpOptions } from './engine-http.ts'
import { EngineError } from './http/engine-error.ts'

const never = new AbortController().signal
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

function connect(baseUrl: string, over: Partial<EngineHttpOptions> = {}): EngineHttp {
  const limits = { requestTimeoutMs: 5_000, maxConcurrent: 4, retryDelaysMs: [1, 1] }
  const http = createEngineHttp({ baseUrl, ...LOGIN, ...limits, log: aLog().log, ...over })
  open.push(http)
  return http
}

async function start(
  api: Answer,
  over: Partial<EngineHttpOptions> = {},
  server: Partial<EngineServerOptions> = {},
): Promise<{ engine: EngineServer; http: EngineHttp }> {
  const engine = await startEngineServer({ api, ...server })
  open.push(engine)
  return { engine, http: connect(engine.baseUrl, over) }
}

const html = (res: ServerResponse, status: number) =>
  void res.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>Sorry</html>')

const failureOf = (work: Promise<unknown>): Promise<EngineError> =>
  work.then(
    value => Promise.reject(new Error(`no failure but ${JSON.stringify(value)}`)),
    (error: unknown) => (error instanceof EngineError ? error : Promise.reject(error)),
  )

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

describe('deadlines and signals', () => {
  const silent: Answer = () => undefined
  const stuckInBody: Answer = (_asked, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json' })
    res.write('{"vm":')
  }

  for (const [why, api] of Object.entries({ 'without headers': silent, 'within the body': stuckInBody })) {
    it(`gives up a reply that stops ${why}, and asks only once`, async () => {
      const { engine, http } = await start(api, { requestTimeoutMs: 300 })
      const error = await failureOf(http.get('/vms', { signal: never }))
      expect(error.code).toBe('engine-timeout')
      expect(engine.calls()).toHaveLength(1)
    })
  }

  it("passes the caller's own reason on", async () => {
    const caller = new AbortController()
    const reason = new Error('shutting down')
    const { http } = await start(() => caller.abort(reason))
    await expect(http.get('/vms', { signal: caller.signal })).rejects.toBe(reason)
  })

  it("takes a caller's time-out for one, also while the call waits for its turn", async () => {
    const { engine, http } = await start(silent, { maxConcurrent: 1 })
    const first = failureOf(http.get('/vms', { signal: AbortSignal.timeout(150) }))
    const second = failureOf(http.get('/hosts', { signal: AbortSignal.timeout(80) }))
    expect((await second).code).toBe('engine-timeout')
    expect((await first).code).toBe('engine-timeout')
    expect(engine.calls().map(({ path }) => path)).toEqual(['/api/vms'])
  })

  it('asks as many at once as its limit, and no more', async () => {
    const held: ServerResponse[] = []
    let most = 0
    const { http } = await start(
      (_asked, res) => {
        held.push(res)
        most = Math.max(most, held.length)
        // A fourth one would arrive before the third is answered.
        if (held.length === 3)
          setImmediate(() => {
            for (const each of held.splice(0)) json(each, {})
          })
      },
      { maxConcurrent: 3 },
    )
    await Promise.all(Array.from({ length: 12 }, () => http.get('/vms', { signal: never })))
    expect(most).toBe(3)
  })
})

describe('an action', () => {
  it('carries its correlation id and a body, also an empty one', async () => {
    const { engine, http } = await start((_asked, res) => json(res, { status: 'complete' }))
    await http.post('/vms/33/migrate', {}, { correlationId: 'bal-17', signal: never })
    const [call] = engine.calls()
    expect(call).toMatchObject({ method: 'POST', body: '{}' })
    expect(call?.headers).toMatchObject({ 'correlation-id': 'bal-17', 'content-type': 'application/json' })
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

describe('certificates', () => {
  const pem = (name: string) => readFileSync(new URL(`../../test/fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
  const tlsOf = (name: string) => ({ cert: pem(name), key: pem(`${name}-key`) })
  const answer: Answer = (_asked, res) => json(res, { ok: 1 })

  it('are accepted from the given authority', async () => {
    const { http } = await start(answer, { ca: pem('ca') }, { tls: tlsOf('engine') })
    expect(await http.get('', { signal: never })).toEqual({ ok: 1 })
  })

  const refused = [
    { why: 'an authority nobody named', ca: undefined, certificate: 'engine', says: /engine\.caFile.*ca\.pem/ },
    { why: 'another authority', ca: 'other-ca', certificate: 'engine', says: /engine\.caFile/ },
    { why: 'another host', ca: 'ca', certificate: 'elsewhere', says: /is for another name.*engine\.url/ },
    { why: 'the past', ca: 'ca', certificate: 'expired', says: /has expired/ },
  ]
  for (const { why, ca, certificate, says } of refused) {
    it(`are refused from ${why}, before any password is sent`, async () => {
      const over = ca === undefined ? {} : { ca: pem(ca) }
      const { engine, http } = await start(answer, over, { tls: tlsOf(certificate) })
      const error = await failureOf(http.get('', { signal: never }))
      expect(error.code).toBe('engine-certificate')
      expect(error.message).toMatch(says)
      expect(engine.asked).toHaveLength(0)
    })
  }

  it('are missed where only HTTP is spoken', async () => {
    const { engine } = await start(answer)
    const error = await failureOf(connect(engine.baseUrl.replace('http:', 'https:')).get('', { signal: never }))
    expect(error).toMatchObject({ code: 'engine-unreachable' })
    expect(error.message).toMatch(/Nothing speaks TLS there/)
  })
})
