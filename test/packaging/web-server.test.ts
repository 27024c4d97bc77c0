/** The file by which the engine's web server passes our REST API on, in a real Apache before a real service. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiBase } from '../../shared/api/paths.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from '../scenarios/start-pair.ts'
import { addressOnceSeen } from './address-once-seen.ts'
import { askHttps, type HttpsAsk, openHttps } from './ask-https.ts'
import { type Httpd, hasHttpd, startHttpd } from './start-httpd.ts'

const dropIn = readFileSync(new URL('../../server/cli/setup/files/ovirt-scheduler.httpd', import.meta.url), 'utf8')
const dropInFor = (port: number) => dropIn.replaceAll(':18780/', `:${port}/`)
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-web-'))
afterAll(() => rmSync(folder, { recursive: true }))
if (!hasHttpd()) console.warn('The file for the web server is not tried: there is no httpd (Debian: apache2-bin)')

describe.skipIf(!hasHttpd())('the REST API behind the web server of the engine', { timeout: 120_000 }, () => {
  let engine: EngineProcess
  let service: ServiceProcess
  let httpd: Httpd
  let port: number
  const start = () =>
    startService(engine, {
      'rest-port': String(port),
      // All of 127.0.0.0/8 is this machine: the web server is at .1, its clients here at others.
      'rest-trusted-proxies': '127.0.0.1',
      'store-file': join(folder, 'store.db'),
      'legacy-directory': '',
      'units-directory': folder,
    })
  beforeAll(async () => {
    port = await freePort()
    engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
    service = await start()
    httpd = await startHttpd(dropInFor(port))
  }, 180_000)
  afterAll(async () => {
    await httpd[Symbol.asyncDispose]()
    await service.process.stop()
    await engine.process.stop()
  })

  const url = (path: string) => `${httpd.origin}${apiBase}${path}`
  const ask = (path: string, { headers, ...rest }: HttpsAsk = {}) =>
    askHttps(url(path), { headers: { ...service.headers, ...headers }, ...rest })
  const directly = (path: string) => fetch(`http://127.0.0.1:${port}${apiBase}${path}`, { headers: service.headers })

  it('answers whom the engine knows, and nobody else', async () => {
    const { status, text } = await ask('/session')
    expect([status, JSON.parse(text)]).toEqual([200, await (await directly('/session')).json()])
    const refused = await askHttps(url('/session'))
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, undefined])
  })

  it('passes a large reply on as a whole, and a redirection to where its client is', async () => {
    const { text } = await ask('/openapi.json')
    expect(text.length).toBeGreaterThan(200_000)
    expect(text).toBe(await (await directly('/openapi.json')).text())
    expect((await ask('/units')).headers.location).toMatch(
      /^(https:\/\/127\.0\.0\.1:\d+)?\/ovirt-scheduler\/api\/v1\/policy-units$/,
    )
  })

  it('passes each event on at once, while the stream goes on', async () => {
    const stream = (await openHttps(url('/events'), { headers: service.headers })).setEncoding('utf8')
    let text = ''
    stream.on('data', (piece: string) => {
      text += piece
    })
    const seen = (what: RegExp) => eventually(`${what} in the stream`, async () => what.test(text), { everyMs: 10 })
    await seen(/^id: /m)
    await seen(/"type":"snapshot"/)
    expect([stream.statusCode, stream.complete]).toEqual([200, false])
    stream.destroy()
  })

  it('lets a client come back again and again, though the web server notices late that it has left', async () => {
    const visits = Array.from({ length: 14 }, async () => {})
    const statuses: (number | undefined)[] = []
    for (const _ of visits) {
      const stream = await openHttps(url('/events'), { headers: service.headers })
      statuses.push(stream.statusCode)
      stream.destroy()
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('knows the client by what the web server says, and not by what the client says', async () => {
    expect(await addressOnceSeen(ask, { from: '127.0.0.9', claims: '203.0.113.5' })).toBe('127.0.0.9')
  })

  it('lets go of a connection before the service closes it', async () => {
    const [, keepS = ''] = /timeout=(\d+)/.exec((await directly('/health')).headers.get('keep-alive') ?? '') ?? []
    const [, ttlS = ''] = /ProxyPass .*\bttl=(\d+)/.exec(dropIn) ?? []
    expect([Number(keepS), Number(ttlS)]).not.toContain(0)
    expect(Number(ttlS)).toBeLessThan(Number(keepS))
  })

  it('answers 503 while the service is away, and goes on at once when it is back', async () => {
    await service.process.stop()
    expect((await ask('/health')).status).toBe(503)
    service = await start()
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask('/health')))
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
  })
})

describe.skipIf(!hasHttpd())('what the web server passes on', { timeout: 120_000 }, () => {
  const seen: { path: string | undefined; headers: IncomingHttpHeaders }[] = []
  const recorder = createServer(({ url: path, headers }, res) => {
    seen.push({ path, headers })
    res.end('recorded')
  })
  let httpd: Httpd
  beforeAll(async () => {
    const port = await freePort()
    await new Promise<void>(resolve => recorder.listen(port, '127.0.0.1', resolve))
    httpd = await startHttpd(dropInFor(port))
  })
  afterAll(async () => {
    await httpd[Symbol.asyncDispose]()
    recorder.closeAllConnections()
    await new Promise(resolve => recorder.close(resolve))
  })

  it('is nothing outside of our path, however it is written', async () => {
    const outside = [
      ...['/', '/metrics', '/engines', '/engines/a/ovirt-scheduler/', '/ovirt-scheduler', '/ovirt-schedulers/x'],
      ...['/ovirt-scheduler/../metrics', '/ovirt-scheduler/%2e%2e/metrics', '/ovirt-scheduler/..%2fmetrics'],
    ]
    for (const path of outside) expect([path, (await askHttps(`${httpd.origin}${path}`)).status]).toEqual([path, 404])
    expect(seen).toEqual([])
  })

  it('is what was asked, with the token, and with the protocol and the address of the client', async () => {
    const path = `${apiBase}/clusters/a%20b%C3%BC%25?from=%2Fx&to=1%202`
    const forged = { 'X-Forwarded-Proto': 'http', 'X-Forwarded-For': '203.0.113.5' }
    const headers = { Authorization: 'Bearer token', ...forged }
    const { text } = await askHttps(`${httpd.origin}${path}`, { headers, from: '127.0.0.9' })
    expect([text, seen.length]).toEqual(['recorded', 1])
    expect(seen[0]).toMatchObject({
      path,
      headers: {
        authorization: 'Bearer token',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '203.0.113.5, 127.0.0.9',
        'x-forwarded-host': new URL(httpd.origin).host,
      },
    })
  })
})
