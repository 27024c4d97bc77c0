/** A real HTTP server that records requests and answers as told: the other side of the engine's XML-RPC client. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { decodeCall } from '../../server/protocol/xmlrpc/decode-call.ts'
import { encodeReply } from '../../server/protocol/xmlrpc/encode-reply.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'

/** A document to send as it is, a status without one, silence, or hanging up before the first byte. */
export type PeerAnswer =
  | Readonly<{ body: string | Uint8Array; headers?: Record<string, string> }>
  | number
  | 'silence'
  | 'hang-up'
export type PeerCall = Readonly<{ method: string; params: readonly XmlRpcValue[] }>

export type XmlRpcPeer = Readonly<{
  url: string
  /** Everything received, oldest first. */
  calls: PeerCall[]
  requests: { method: string; path: string; headers: IncomingHttpHeaders; rawHeaders: string[]; body: string }[]
  /** What is answered from now on. */
  answer(with_: (call: PeerCall) => PeerAnswer): void
  close(): Promise<void>
}>

export const replyWith = (value: XmlRpcValue): PeerAnswer => ({ body: encodeReply(value) })

/** Until told otherwise it answers every call with an empty struct. */
export async function startXmlRpcPeer(): Promise<XmlRpcPeer> {
  const calls: PeerCall[] = []
  const requests: XmlRpcPeer['requests'] = []
  const sockets = new Set<Socket>()
  let answerTo: (call: PeerCall) => PeerAnswer = () => replyWith({})

  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const { method = '', url = '', headers, rawHeaders } = req
    requests.push({ method, path: url, headers, rawHeaders, body })
    const call = decodeCall(body)
    calls.push(call)
    const answer = answerTo(call)
    if (answer === 'silence') return
    if (answer === 'hang-up') req.socket.destroy()
    else if (typeof answer === 'number')
      res.writeHead(answer, { location: 'http://127.0.0.1:9/' }).end('<html>no</html>')
    else res.writeHead(200, { 'content-type': 'text/xml', ...answer.headers }).end(answer.body)
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/`,
    calls,
    requests,
    answer(with_) {
      answerTo = with_
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
