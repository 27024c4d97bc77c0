/** The XML-RPC door under bad requests of HTTP: too large, too late, too many; each is told so, and the door stays open. */
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { H1 } from '../fakes/asked-units.ts'
import { filterCall, hostileDoor, oneHost, pass } from '../fakes/hostile-door.ts'
import { exchange } from '../fakes/raw-http.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'

const door = hostileDoor()

const MIB = 1_048_576

describe('bodies', () => {
  it('reads one of several MiB', async () => {
    const hosts = Array.from({ length: 50_000 }, (_, i) => `11111111-1111-1111-1111-${String(i).padStart(12, '0')}`)
    const response = await door().post(filterCall(hosts))
    expect(decodeReply(await response.text())).toMatchObject({ result: hosts })
  })

  const fiftyMiB = [
    { why: 'announced', body: () => Buffer.alloc(50 * MIB, 0x20) },
    { why: 'in chunks', body: () => new ReadableStream({ start: fill }) },
  ]
  const fill = (controller: ReadableStreamDefaultController) => {
    for (let sent = 0; sent < 50; sent++) controller.enqueue(new Uint8Array(MIB))
    controller.close()
  }
  for (const { why, body } of fiftyMiB) {
    it(`refuses 50 MiB, ${why}, with 413`, async () => {
      const request = { method: 'POST', body: body(), duplex: 'half' } as const
      expect((await fetch(door().url, request)).status).toBe(413)
    })
  }

  it('inflates gzip, but not a bomb', async () => {
    const zipped = { 'Content-Encoding': 'gzip' }
    const good = await door().post(gzipSync(filterCall()), zipped)
    expect(decodeReply(await good.text())).toMatchObject({ result: [H1] })
    expect((await door().post(gzipSync(Buffer.alloc(50 * MIB, 0x20)), zipped)).status).toBe(413)
    expect((await door().post('not gzip', zipped)).status).toBe(400)
    expect((await door().post('x', { 'Content-Encoding': 'zip' })).status).toBe(415)
  })

  it('ends a request that does not arrive in time', async () => {
    expect(await exchange(door().port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')).toContain('408')
  })

  it('survives a client that leaves in the middle', async () => {
    await new Promise<void>(resolve => {
      const socket = connect(door().port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc', () => socket.resetAndDestroy())
      })
      socket.on('close', () => resolve())
    })
  })
})

describe('HTTP', () => {
  const others = [
    { request: ['GET', ''], status: 405 },
    { request: ['PUT', 'RPC2'], status: 405 },
    { request: ['POST', 'elsewhere'], status: 404 },
    { request: ['GET', 'pydoc.css'], status: 404 },
    { request: ['POST', '%ff'], status: 404 },
  ] as const
  for (const { request, status } of others) {
    const [method, path] = request
    it(`${method} /${path} gets ${status} in plain text`, async () => {
      const response = await fetch(`${door().url}${path}`, { method })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('text/plain')
    })
  }

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
