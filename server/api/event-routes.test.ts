import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeAuth } from '../../test/fakes/services.ts'
import type { ApiDeps } from './api-app.ts'

let api: ApiServer
const leaving = new Set<AbortController>()
beforeEach(() => {
  // Only what the streams use: sockets and fetch keep real time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(async () => {
  vi.useRealTimers()
  for (const client of leaving) client.abort()
  leaving.clear()
  await api.close()
})

async function start(over: Partial<ApiDeps> = {}) {
  api = await startApi(over)
  return api
}

/** An open stream: `next` waits for what comes until `done` likes all of it so far. */
async function open(headers: Record<string, string> = {}) {
  const client = new AbortController()
  leaving.add(client)
  const res = await fetch(`${api.url}/events`, {
    headers: { Authorization: 'Bearer admin', ...headers },
    signal: client.signal,
  })
  const reader = res.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) throw new Error('no body')
  let text = ''
  let ended = false
  const until = async (done: (text: string) => boolean) => {
    while (!done(text) && !ended) {
      const { value, done: over } = await reader.read()
      text += value ?? ''
      ended = over
    }
    return text
  }
  return { res, until, leave: () => client.abort(), untilEnd: () => until(() => false) }
}

const gauge = async (name: string) =>
  (await api.deps.metrics.expose()).text.split('\n').find(line => line.startsWith(`${name} `))

describe('the live event stream', () => {
  it('needs an administrator, as any other route', async () => {
    await start()
    expect(await api.call('GET', '/events', { token: '' })).toMatchObject({ status: 401 })
  })

  it('opens as an event stream that nobody may hold back, and names where it stands', async () => {
    const { deps } = await start()
    deps.live.onPolicy('c1')
    const { res, until } = await open({ 'Accept-Encoding': 'gzip' })
    expect(Object.fromEntries(res.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(res.headers.get('content-encoding')).toBeNull()
    expect(await until(text => text.includes('id:'))).toBe('retry: 3000\n\nid: e1-1\n\n')
  })

  it('tells every client what changes', async () => {
    const { deps } = await start()
    const clients = [await open(), await open()]
    for (const { until } of clients) await until(text => text.includes('id:'))
    deps.live.onRun(aRun())
    for (const { until } of clients)
      expect(await until(text => text.includes('data:'))).toMatch(
        `id: e1-1\ndata: ${JSON.stringify({ type: 'run', run: aRun() })}\n\n`,
      )
  })

  it('replays what a returning client missed, then goes on', async () => {
    const { deps } = await start()
    for (const cluster of ['c1', 'c2', 'c3']) deps.live.onPolicy(cluster)
    const { until } = await open({ 'Last-Event-ID': 'e1-1' })
    await until(text => text.includes('e1-3'))
    deps.live.onPolicy('c4')
    const text = await until(text => text.includes('c4'))
    expect([...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id)).toEqual(['e1-2', 'e1-3', 'e1-4'])
  })

  const lost = [
    { why: 'of another process', state: undefined, takenAtMs: NOON_MS },
    { why: 'and nothing was read yet', state: {}, takenAtMs: 0 },
  ]
  for (const { why, state, takenAtMs } of lost)
    it(`makes a client reload whose last event is ${why}`, async () => {
      await start(state && { snapshots: aSnapshotSource(state) })
      const { until } = await open({ 'Last-Event-ID': 'e0-7' })
      expect(await until(text => text.includes('data:'))).toContain(
        `id: e1-0\ndata: {"type":"snapshot","takenAtMs":${takenAtMs}}`,
      )
    })

  it('shows a sign of life every 15 s', async () => {
    await start()
    const { until } = await open()
    expect(await until(text => text.includes('id:'))).not.toContain(': still here')
    vi.advanceTimersByTime(15_000)
    expect(await until(text => text.includes(': still here'))).toContain(': still here\n\n')
  })

  it('ends when its token dies, and not before', async () => {
    let nowMs = 0
    const auth = fakeAuth()
    await start({ auth, now: () => nowMs })
    const { until, untilEnd } = await open()
    await until(text => text.includes('id:'))
    nowMs = 31_000
    vi.advanceTimersByTime(31_000)
    await vi.waitUntil(() => auth.asked.whoIs === 2)
    api.deps.live.onPolicy('c1')
    await until(text => text.includes('policy'))
    auth.users.delete('admin')
    nowMs = 62_000
    vi.advanceTimersByTime(31_000)
    expect(await untilEnd()).toContain('policy')
  })

  it('ends when the service stops', async () => {
    const closing = new AbortController()
    await start({ closing: closing.signal })
    const { until, untilEnd } = await open()
    await until(text => text.includes('id:'))
    closing.abort()
    await untilEnd()
    await vi.waitUntil(async () => (await gauge('ovirt_scheduler_live_clients')) === 'ovirt_scheduler_live_clients 0')
  })

  it('forgets a client that left', async () => {
    await start()
    const idleTimers = vi.getTimerCount()
    const { until, leave } = await open()
    await until(text => text.includes('id:'))
    expect(await gauge('ovirt_scheduler_live_clients')).toBe('ovirt_scheduler_live_clients 1')
    leave()
    await vi.waitUntil(async () => (await gauge('ovirt_scheduler_live_clients')) === 'ovirt_scheduler_live_clients 0')
    expect(vi.getTimerCount()).toBe(idleTimers)
  })

  it('ends the oldest of a session for its eleventh, and no others', async () => {
    const auth = fakeAuth()
    const admin = auth.users.get('admin')
    if (admin !== undefined) auth.users.set('other', admin)
    await start({ auth })
    const opened = async (token = 'admin') => {
      const stream = await open({ Authorization: `Bearer ${token}` })
      await stream.until(text => text.includes('id:'))
      return stream
    }
    const other = await opened('other')
    const oldest = await opened()
    const second = await opened()
    for (let i = 0; i < 9; i += 1) await opened()
    expect(await oldest.untilEnd()).not.toContain('data:')
    api.deps.live.onPolicy('c1')
    for (const { until } of [other, second]) expect(await until(text => text.includes('c1'))).toContain('c1')
    expect(await gauge('ovirt_scheduler_live_clients')).toBe('ovirt_scheduler_live_clients 11')
  })

  it('drops a client that does not read, and serves the others', async () => {
    await start()
    const reading = await open()
    const { port } = new URL(api.url)
    const slow = connect(Number(port), '127.0.0.1')
    slow.write('GET /ovirt-scheduler/api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n\r\n')
    await new Promise(resolve => slow.once('readable', resolve)) // it is answered, and reads no further
    const big = aRun({ steps: Array.from({ length: 2000 }, (_, index) => aStep({ index })) })
    const dropped = async () => (await gauge('ovirt_scheduler_live_clients_dropped_total'))?.endsWith(' 1') ?? false
    for (let sent = 0; sent < 200 && !(await dropped()); sent += 1) {
      api.deps.live.onRun(big)
      await reading.until(text => text.endsWith('\n\n') && text.includes(`id: ${api.deps.live.lastId()}\n`))
    }
    expect(await dropped()).toBe(true)
    expect(api.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ user: 'admin@internal' }) }),
    )
    slow.destroy()
    api.deps.live.onPolicy('c9')
    expect(await reading.until(text => text.includes('c9'))).toContain('c9')
  })
})
