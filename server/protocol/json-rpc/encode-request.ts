/** What a parameter can be. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

export type JsonRpcRequest = Readonly<{ id: string; body: Uint8Array }>

const utf8 = new TextEncoder()

/**
 * Exactly one request of JSON-RPC 2.0, with parameters by name and an id that nobody has used. There is no way to write a
 * notification or a batch: either can end vdsm's only dispatcher, for all who talk to that host until it is restarted. The
 * id is a random UUID because vdsm keeps one map of ids for all its clients.
 */
export function encodeRequest(method: string, params: Readonly<Record<string, JsonValue>>): JsonRpcRequest {
  if (!/^[A-Za-z]+\.\w+$/.test(method)) throw new TypeError(`${JSON.stringify(method)} is not Class.method`)
  const id = crypto.randomUUID()
  return { id, body: utf8.encode(JSON.stringify({ jsonrpc: '2.0', id, method, params })) }
}
