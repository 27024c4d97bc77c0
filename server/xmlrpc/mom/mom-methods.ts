import { isList, type XmlRpcReply, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import type { Log } from '../../telemetry/log.ts'
import { CallError } from '../call-error.ts'
import { expectParams } from '../call-params.ts'
import { introspection } from '../introspection.ts'
import type { Method, Methods } from '../method.ts'
import type { MomPort } from './mom-port.ts'

const OR_DELETE = 'send the text of the policy, or nil to delete it'

/**
 * MOM's methods, as MOM 0.6 has them (mom/MOMFuncs.py), and the three `system.` ones. Numbers and types of parameters are
 * checked here, so that the port gets only what it can use. Whoever can call may set policies, so changes are logged.
 */
export function momMethods(port: MomPort, log: Pick<Log, 'info'>): Methods {
  const told = (method: string, accepted: boolean | undefined, name?: string) => {
    log.info({ method, name, accepted }, 'Host policies were changed, or a change refused, over MOM’s RPC.')
    return accepted ?? null
  }
  const methods: Methods = {
    ping: method('ping', 'Returns true.', [], ['boolean'], () => true),

    getPolicy: method(
      'getPolicy',
      'Returns all policies as one text, in the order of their names; 0 when there are none.',
      [],
      ['string'],
      () => port.getPolicy(),
    ),

    setPolicy: method(
      'setPolicy',
      'Puts one policy in the place of all; nil: none. Returns whether it was accepted.',
      ['policy'],
      ['boolean', 'string'],
      async ([policy]) => {
        const text = textOrNil('setPolicy', 'policy', policy, OR_DELETE)
        return told('setPolicy', await port.setPolicy(text))
      },
    ),

    getNamedPolicies: method('getNamedPolicies', 'Returns the texts of all policies by name.', [], ['struct'], () =>
      port.getNamedPolicies(),
    ),

    setNamedPolicy: method(
      'setNamedPolicy',
      'Sets the policy of a name, or of the main one for nil; nil as its text deletes it. Returns whether it was accepted.',
      ['name', 'policy'],
      ['boolean', 'string', 'string'],
      async ([givenName, policy]) => {
        const name = textOrNil('setNamedPolicy', 'name', givenName, 'send a name, or nil for the main policy')
        const text = textOrNil('setNamedPolicy', 'policy', policy, OR_DELETE)
        return told('setNamedPolicy', await port.setNamedPolicy(name, text), name)
      },
    ),

    resetPolicies: method(
      'resetPolicies',
      'Goes back to the policies of the configuration. Returns true, or nil when it has none.',
      [],
      ['boolean'],
      async () => told('resetPolicies', await port.resetPolicies()),
    ),

    setVerbosity: method(
      'setVerbosity',
      'Sets how much is logged: debug, info, warn, error, critical. Returns true.',
      ['verbosity'],
      ['boolean', 'string'],
      ([verbosity]) => {
        if (typeof verbosity === 'string') return port.setVerbosity(verbosity)
        throw wrongType('setVerbosity', 'verbosity', 'a string', verbosity, 'send debug, info, warn, error or critical')
      },
    ),

    getStatistics: method(
      'getStatistics',
      'Returns the last figures of the host and, by name, of its VMs.',
      [],
      ['struct'],
      async () => {
        const statistics = await port.getStatistics()
        if (statistics !== undefined) return statistics
        throw new CallError('not-ready', 'getStatistics: there are no figures of the host yet; ask again later')
      },
    ),

    getActiveGuests: method(
      'getActiveGuests',
      'Returns the names of the VMs there are figures of.',
      [],
      ['array'],
      () => port.getActiveGuests(),
    ),

    ...introspection(() => methods),
  }
  return methods
}

/** One that checks how many parameters there are. */
const method = (
  name: string,
  help: string,
  params: readonly string[],
  signature: readonly string[],
  answer: (given: readonly XmlRpcValue[]) => XmlRpcReply | Promise<XmlRpcReply>,
): Method => ({
  help,
  params,
  signature,
  async call(given) {
    expectParams(name, given, params)
    return answer(given)
  },
})

function textOrNil(method: string, param: string, value: XmlRpcValue | undefined, fix: string): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'string') return value
  throw wrongType(method, param, 'a string or nil', value, fix)
}

const wrongType = (method: string, param: string, wanted: string, value: XmlRpcValue | undefined, fix: string) =>
  new CallError('invalid-params', `${method}: ${param} must be ${wanted}, not ${typeOf(value)}; ${fix}`)

function typeOf(value: XmlRpcValue | undefined): string {
  if (value === undefined || value === null) return 'nil'
  if (typeof value !== 'object') return `a ${typeof value}`
  return isList(value) ? 'an array' : 'a struct'
}
