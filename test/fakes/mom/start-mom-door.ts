import { request } from 'node:http'
import { decodeCall } from '../../../server/protocol/xmlrpc/decode-call.ts'
import { decodeReply } from '../../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { listenMom, type MomDoorOptions } from '../../../server/xmlrpc/mom/listen-mom.ts'
import type { MomPort } from '../../../server/xmlrpc/mom/mom-port.ts'
import { aLog, type LoggedLine } from '../log.ts'

export type TestMomDoor = Readonly<{
  url: string
  port: number
  lines: readonly LoggedLine[]
  /** Throws XmlRpcFault for a fault. */
  call(method: string, ...params: XmlRpcValue[]): Promise<XmlRpcValue>
  post(body: BodyInit, headers?: Record<string, string>, path?: string): Promise<Response>
  close(): Promise<void>
}>

/** MOM's RPC on a free port of 127.0.0.1. */
export async function startMomDoor(mom: MomPort, options: Partial<MomDoorOptions> = {}): Promise<TestMomDoor> {
  const { log, lines } = aLog()
  const door = await listenMom(mom, { kind: 'tcp', port: 0 }, { log, ...options })
  if (door === undefined || !('port' in door.at)) throw new Error('the door is not at a port')
  const { port } = door.at
  const url = `http://127.0.0.1:${port}/`
  const post: TestMomDoor['post'] = (body, headers = {}, path = 'RPC2') =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'Content-Type': 'text/xml', ...headers } })
  return {
    url,
    port,
    lines,
    post,
    call: async (method, ...params) => readReply(await (await post(encodeCall(method, params))).text()),
    close: door.close,
  }
}

/** One call over a unix socket, on a connection of its own. */
export function callMomSocket(path: string, method: string, ...params: XmlRpcValue[]): Promise<XmlRpcValue> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: path, path: '/RPC2', method: 'POST', agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end(encodeCall(method, params))
  }).then(text => readReply(String(text)))
}

/** Our reader of replies is the engine's, which knows neither nil nor i8; that of calls knows both. */
function readReply(text: string): XmlRpcValue {
  if (text.includes('<fault>')) return decodeReply(text)
  const { params } = decodeCall(
    text.replace('<methodResponse>', '<methodCall><methodName>reply</methodName>').replace('Response>', 'Call>'),
  )
  if (params[0] === undefined) throw new Error(`no value: ${text}`)
  return params[0]
}
