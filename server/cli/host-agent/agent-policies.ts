import type { Log } from '../../telemetry/log.ts'
import { readPolicySet } from '../../tuning/policies/default-policies.ts'
import type { NamedPolicies, PolicyOutcome } from '../../tuning/policies/named-policies.ts'
import { readPolicies } from '../../tuning/policies/policy-directory.ts'
import { takePolicies } from '../../tuning/policies/take-policies.ts'
import type { AgentPolicySource } from './agent-settings.ts'

/** The policies of the agent's host, which callers of MOM's RPC change while it runs. */
export type AgentPolicies = Readonly<{
  current(): NamedPolicies
  /** False: refused, and everything is as it was. */
  change(how: (policies: NamedPolicies) => PolicyOutcome): boolean
  /** Reads the configured ones anew; undefined: there are none. Those that cannot be read leave what there was. */
  reset(): Promise<true | undefined>
}>

export async function createAgentPolicies(source: AgentPolicySource, log: Pick<Log, 'warn'>): Promise<AgentPolicies> {
  async function configured() {
    if (source.kind === 'built-in') return { isRead: true, ...takePolicies(readPolicySet('default')) }
    const loaded = await readPolicies(source)
    for (const { message } of loaded.problems) log.warn({ problem: message }, 'A host policy cannot be used.')
    return loaded
  }
  let { policies } = await configured()
  return {
    current: () => policies,
    change(how) {
      const outcome = how(policies)
      policies = outcome.policies
      if (!outcome.ok) log.warn({ problem: outcome.problem.message }, 'A host policy was refused.')
      return outcome.ok
    },
    async reset() {
      const loaded = await configured()
      if (loaded.isRead) policies = loaded.policies
      return source.kind === 'none' ? undefined : true
    },
  }
}
