import { isList, isStruct, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { type SchedulerComplaints, UnreadableReply } from '../world/external-scheduler.ts'

/** undefined: the reply holds no result, which each method takes in its own way. */
export type Result = Readonly<{ result: readonly XmlRpcValue[] | undefined; complaints: SchedulerComplaints }>

const none: SchedulerComplaints = { pluginErrors: [], errors: [] }

/**
 * The envelope that all run methods share, read as the engine does: strict about types, blind to complaints when
 * `result_code` is 0. A bare list is the older protocol. Throws UnreadableReply.
 */
export function readResult(method: string, reply: XmlRpcValue): Result {
  if (isList(reply)) return { result: reply, complaints: none }
  if (!isStruct(reply)) return { result: undefined, complaints: none }
  const { result_code: code, result = null, errors, plugin_errors: pluginErrors } = reply
  if (typeof code !== 'number') throw new UnreadableReply(method, 'result_code is not an int')
  if (result !== null && !isList(result)) throw new UnreadableReply(method, 'result is not an array')
  return {
    result: result ?? undefined,
    complaints: code === 0 ? none : readComplaints(method, errors, pluginErrors),
  }
}

function readComplaints(method: string, errors: XmlRpcValue = [], pluginErrors: XmlRpcValue = {}): SchedulerComplaints {
  if (!isList(errors)) throw new UnreadableReply(method, 'errors is not an array')
  const texts = errors.map(error => {
    if (typeof error !== 'string') throw new UnreadableReply(method, 'an entry of errors is not a string')
    return error
  })
  if (!isStruct(pluginErrors)) throw new UnreadableReply(method, 'plugin_errors is not a struct')
  const perPlugin = Object.entries(pluginErrors).flatMap(([plugin, messages]) => {
    if (!isList(messages)) throw new UnreadableReply(method, `the errors of ${plugin} are not an array`)
    return messages.map(message => ({ plugin, message: String(message) }))
  })
  return { pluginErrors: perPlugin, errors: texts }
}

const ZERO_GUID = '00000000-0000-0000-0000-000000000000'

/** Empty text is the zero id; upper case becomes lower. Throws UnreadableReply for anything that is no id. */
export function readId(method: string, value: XmlRpcValue | undefined): string {
  if (value === '') return ZERO_GUID
  if (typeof value !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
    throw new UnreadableReply(method, `${JSON.stringify(value)} is not an id`)
  }
  return value.toLowerCase()
}
