/** The XML-RPC door under bad requests of HTTP: too large, too late, too many; each is told so, and the door stays open. */
import { describe, expect, it } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { H1 } from '../fakes/asked-units.ts'
import { filterCall, hostileDoor, oneHost, pass } from '../fakes/hostile-door.ts'
import { exchange } from '../fakes/raw-http.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'
import { hostileHttp } from './hostile-http.ts'

const door = hostileDoor()
hostileHttp(door, filterCall())

describe('bodies', () => {
  it('reads one of several MiB', async () => {
    const hosts = Array.from({ length: 50_000 }, (_, i) => `11111111-1111-1111-1111-${String(i).padStart(12, '0')}`)
    const response = await door().post(filterCall(hosts))
    expect(decodeReply(await response.text())).toMatchObject({ result: hosts })
  })

  it('ends a request that does not arrive in time', async () => {
    const impatient = await startEndpoint([pass], { snapshot: oneHost }, { requestTimeoutMs: 500 })
    try {
      const reply = exchange(impatient.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
      expect(await reply).toContain('408')
    } finally {
      await impatient.close()
    }
  })
})

describe('HTTP', () => {
  it('takes only so many calls at once, and more when these are done', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    let reached = () => {}
    const waiting = new Promise<void>(resolve => {
      reached = resolve
    })
    const runtime = createRuntime({ units: [builtIn(pass, 'test')], elapsedMs: () => 0 })
    const slow: typeof runtime = {
      ...runtime,
      async filter(...asked) {
        reached()
        await held
        return runtime.filter(...asked)
      },
    }
    const running = await startEndpoint([], { snapshot: oneHost }, { runtime: slow, limits: { maxConcurrentCalls: 1 } })
    try {
      const first = running.post(filterCall())
      await waiting
      const second = await running.post(filterCall())
      expect(second.status).toBe(503)
      expect(second.headers.get('retry-after')).toBe('1')
      release()
      expect(decodeReply(await (await first).text())).toMatchObject({ result: [H1] })
      expect((await running.post(filterCall())).status).toBe(200)
    } finally {
      release()
      await running.close()
    }
  })
})
