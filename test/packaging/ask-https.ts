import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { pem } from '../fakes/pem.ts'

export type HttpsAsk = Readonly<{
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** The address that the connection comes from; all of 127.0.0.0/8 are this machine. */
  from?: string
}>
export type HttpsReply = Readonly<{ status: number; headers: IncomingHttpHeaders; text: string }>

/** As a client of another machine asks: the path goes out as it stands in `url`, which `fetch` would tidy up before. */
export async function askHttps(url: string, ask: HttpsAsk = {}): Promise<HttpsReply> {
  const reply = await openHttps(url, ask)
  const chunks: Buffer[] = []
  for await (const chunk of reply) chunks.push(chunk)
  return { status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(chunks).toString('utf8') }
}

/** Resolves once the head of the reply is there. */
export function openHttps(
  url: string,
  { method = 'GET', headers = {}, body, from }: HttpsAsk = {},
): Promise<IncomingMessage> {
  const [, origin = '', path = '/'] = /^(https:\/\/[^/]+)(\/.*)?$/.exec(url) ?? []
  const { hostname, port } = new URL(origin)
  const options = { hostname, port, path, method, headers, ca: pem('ca'), agent: false }
  return new Promise((resolve, reject) => {
    request({ ...options, ...(from !== undefined && { localAddress: from }) }, resolve)
      .once('error', reject)
      .end(body)
  })
}
