import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'

/** A call as the engine makes it. */
export const postXmlRpc = (url: string, method: string, ...params: XmlRpcValue[]): Promise<Response> =>
  fetch(url, { method: 'POST', body: encodeCall(method, params) })

/** What the service answers to one; a fault throws. */
export async function callXmlRpc(
  url: string,
  method: string,
  ...params: XmlRpcValue[]
): Promise<Record<string, XmlRpcValue>> {
  const reply = await postXmlRpc(url, method, ...params)
  return decodeReply(await reply.text()) as Record<string, XmlRpcValue>
}
