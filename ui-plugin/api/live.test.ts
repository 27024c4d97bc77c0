import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeService } from '../../test/fakes/portal-page.tsx'
import { type Change, type Live, POLL_MS, startLive } from './live.ts'

/** The stream's fetch can be replaced while it runs: the service goes away and comes back. */
function follow(first: typeof fetch) {
  let current = first
  const requests: Headers[] = []
  const changes: Change[] = []
  const onSessionEnd = vi.fn()
  const live = startLive({
    token: () => 'token',
    onSessionEnd,
    fetch(input, init) {
      requests.push(new Headers(init?.headers))
      return current(input, init)
    },
  })
  live.onChange(change => changes.push(change))
  running.push(live)
  return { live, requests, changes, onSessionEnd, switchTo: (next: typeof fetch) => (current = next) }
}

const running: Live[] = []
const down = () => Promise.reject(new TypeError('Failed to fetch'))
const settle = () => vi.advanceTimersByTimeAsync(0)
const event = { type: 'policy', clusterId: 'c1' } as const

describe('startLive', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    for (const live of running.splice(0)) live.stop()
    vi.useRealTimers()
  })

  it('is live once the stream is open, and passes events on', async () => {
    const service = fakeService({})
    const { live, changes, requests } = follow(service.fetch)
    expect(live.state()).toBe('connecting')
    await settle()
    expect(live.state()).toBe('live')
    service.tell(event)
    await settle()
    expect(changes).toEqual([event])
    expect(requests[0]?.get('Authorization')).toBe('Bearer token')
  })

  it('asks everyone to look again every ten seconds while there is no stream', async () => {
    const { live, changes } = follow(down)
    await settle()
    expect(live.state()).toBe('polling')
    await vi.advanceTimersByTimeAsync(POLL_MS * 2)
    expect(changes).toEqual([{ type: 'poll' }, { type: 'poll' }])
  })

  it('waits longer before each attempt, up to half a minute', async () => {
    const { requests } = follow(down)
    const counts: number[] = []
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1)
      counts.push(requests.length)
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('comes back, looks once for what was missed, and starts the waits anew', async () => {
    const { live, changes, switchTo, requests } = follow(down)
    await vi.advanceTimersByTimeAsync(3000)
    const service = fakeService({})
    switchTo(service.fetch)
    await vi.advanceTimersByTimeAsync(4000)
    expect(live.state()).toBe('live')
    expect(changes).toEqual([{ type: 'poll' }])
    await vi.advanceTimersByTimeAsync(POLL_MS)
    expect(changes).toHaveLength(1)
    const before = requests.length
    switchTo(down)
    service.hangUp()
    await vi.advanceTimersByTimeAsync(1000)
    expect(requests.length).toBe(before + 1)
  })

  it('names the last event it saw when it comes back', async () => {
    const stream = new Response('id: e1-4\n\n', { headers: { 'Content-Type': 'text/event-stream' } })
    const { requests, switchTo } = follow(() => Promise.resolve(stream))
    switchTo(down)
    await vi.advanceTimersByTimeAsync(1000)
    expect(requests.map(headers => headers.get('Last-Event-ID'))).toEqual([null, 'e1-4'])
  })

  it('takes a page for no stream', async () => {
    const { live } = follow(() => Promise.resolve(new Response('<html>')))
    await settle()
    expect(live.state()).toBe('polling')
  })

  it('ends with the session and asks no more', async () => {
    const service = fakeService({ 'GET /events': { status: 401, body: null } })
    const { live, onSessionEnd, requests } = follow(service.fetch)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(live.state()).toBe('ended')
    expect(onSessionEnd).toHaveBeenCalledOnce()
    expect(requests).toHaveLength(1)
  })

  it('asks no more once it is stopped', async () => {
    const { live, requests, changes } = follow(down)
    await settle()
    live.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([requests.length, changes.length]).toEqual([1, 0])
  })
})
