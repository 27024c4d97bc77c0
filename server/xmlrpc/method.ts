import type { XmlRpcReply, XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'

/** A method of the endpoint. Introspection answers from the same record that is called. */
export type Method = Readonly<{
  /** One sentence. */
  help: string
  /** Names of the parameters, for messages. */
  params: readonly string[]
  /** XML-RPC types: what it returns, then what it takes. */
  signature: readonly string[]
  /** Throws CallError for parameters it cannot use. */
  call(params: readonly XmlRpcValue[]): Promise<XmlRpcReply>
}>

export type Methods = Readonly<Record<string, Method>>
