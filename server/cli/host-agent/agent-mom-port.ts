import type { Sample } from '../../language/entity.ts'
import { isCallable, isEntity, isList, type Value } from '../../language/value.ts'
import type { XmlRpcReply } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import type { FactSource } from '../../tuning/collectors/fact-source.ts'
import { joinedText, replaceAll, withPolicy } from '../../tuning/policies/named-policies.ts'
import { mainPolicyName } from '../../tuning/policies/policy-name.ts'
import type { MomPort, MomSample } from '../../xmlrpc/mom/mom-port.ts'
import type { AgentPolicies } from './agent-policies.ts'

export type AgentMomPortDeps = Readonly<{
  policies: AgentPolicies
  facts: Pick<FactSource, 'statistics'>
  setVerbosity: (text: string) => void
}>

/** What MOM's RPC does to the agent. */
export function agentMomPort({ policies, facts, setVerbosity }: AgentMomPortDeps): MomPort {
  return {
    getPolicy: () => joinedText(policies.current()),
    setPolicy: text => policies.change(now => replaceAll(now, text)),
    getNamedPolicies: () => Object.fromEntries(policies.current().files.map(({ name, text }) => [name, text])),
    setNamedPolicy: (name, text) => policies.change(now => withPolicy(now, name ?? mainPolicyName, text)),
    resetPolicies: policies.reset,
    setVerbosity(text) {
      setVerbosity(text)
      return true
    },
    getStatistics() {
      const { host, guests } = facts.statistics()
      if (host === undefined) return undefined
      const byName = [...guests].map(([name, sample]) => [name, momSample(sample)] as const)
      return { host: momSample(host), guests: Object.fromEntries(byName) }
    },
    getActiveGuests: () => [...facts.statistics().guests.keys()],
  }
}

/** Without what only a policy can use: disks to set limits of. */
function momSample(sample: Sample): MomSample {
  return Object.fromEntries(
    Object.entries(sample).flatMap(([field, value]) => {
      const told = reply(value)
      return told === undefined ? [] : [[field, told] as const]
    }),
  )
}

function reply(value: Value): XmlRpcReply | undefined {
  if (isEntity(value) || isCallable(value)) return undefined
  if (!isList(value)) return value
  const items = value.map(reply)
  return items.includes(undefined) ? undefined : items.filter(item => item !== undefined)
}
