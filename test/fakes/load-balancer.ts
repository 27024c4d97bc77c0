/** What stands before replicas: it gives each request to the next of them, and one that refuses the connection loses its turn. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type LoadBalancer = AsyncDisposable &
  Readonly<{
    origin: string
    /** Who answered each request so far, in order. */
    answeredBy: readonly string[]
    /** Whom it stands before from now on. */
    standBefore(origins: readonly string[]): void
  }>

/** It knows nobody at first, so that its address can be told to those it is to stand before. */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  let behind: readonly string[] = []
  const answeredBy: string[] = []
  let turn = 0

  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req)
    const first = turn++
    for (let nth = 0; nth < behind.length; nth++) {
      const origin = behind[(first + nth) % behind.length] ?? ''
      const reply = await replyOf(origin, req, body)
      if (reply === undefined) continue
      answeredBy.push(origin)
      res.writeHead(reply.statusCode ?? 502, reply.headers)
      // A stream ends with whoever reads it.
      res.once('close', () => reply.destroy())
      reply.pipe(res)
      return
    }
    res.writeHead(502).end()
  }

  const server = createServer((req, res) => {
    pass(req, res).catch(() => res.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answeredBy,
    standBefore(origins) {
      behind = origins
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** undefined: nobody listens there, and nothing was asked. */
async function replyOf(
  origin: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<IncomingMessage | undefined> {
  const asked = request(`${origin}${url}`, { method, headers, agent: false }).end(body)
  try {
    const [reply] = (await once(asked, 'response')) as [IncomingMessage]
    return reply
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined
    throw error
  }
}
