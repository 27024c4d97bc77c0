/** What every XML-RPC door does with bad requests of HTTP: too large, cut off, for what is not there; each is told so, and the door stays open. */
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { TestEndpoint } from '../fakes/start-endpoint.ts'

const MIB = 1_048_576

/** `call` is a document that the door answers, the same each time. */
export function hostileHttp(door: () => Pick<TestEndpoint, 'url' | 'port' | 'post'>, call: string): void {
  describe('bodies', () => {
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
      const good = await door().post(gzipSync(call), zipped)
      expect(await good.text()).toBe(await (await door().post(call)).text())
      expect((await door().post(gzipSync(Buffer.alloc(50 * MIB, 0x20)), zipped)).status).toBe(413)
      expect((await door().post('not gzip', zipped)).status).toBe(400)
      expect((await door().post('x', { 'Content-Encoding': 'zip' })).status).toBe(415)
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
  })
}
