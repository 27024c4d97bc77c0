import type { Named } from '../../../shared/plan/named.ts'
import type { SavedHostPolicy } from '../../../shared/plan/tuning-state.ts'
import { noPolicies, type PolicyOutcome, policiesOf } from '../policies/named-policies.ts'
import { compareNames } from '../policies/policy-name.ts'
import type { PolicyFinding } from '../policies/policy-problem.ts'
import type { PolicyInForce } from '../tuned-hosts.ts'
import type { ConfiguredPolicies, PolicyOrigin } from './directory-policies.ts'

export type NamedPolicy = Readonly<{
  name: string
  text: string
  origin: PolicyOrigin
  saved?: Pick<SavedHostPolicy, 'by' | 'atMs'>
  /** A configured one has this name. */
  replaces?: boolean
}>

export type PoliciesInForceDeps = Readonly<{
  /** As read last. */
  configured: () => ConfiguredPolicies
  /** Name and text of the policy that the cluster’s settings in the engine come to; undefined: they are not known. */
  parametersOf: (clusterId: string) => Readonly<{ name: string; text: string }> | undefined
  savedOf: (clusterId: string) => readonly SavedHostPolicy[]
}>

export type PoliciesInForce = Readonly<{
  /** In order. */
  list(cluster: Named): readonly NamedPolicy[]
  leftOut(cluster: Named): readonly string[]
  inForce(cluster: Named): PolicyInForce & Readonly<{ findings: readonly PolicyFinding[] }>
  /** What the policies would come to with one changed or left out. Nothing is kept. */
  judgeWith(cluster: Named, change: Readonly<{ name: string; text?: string | undefined }>): PolicyOutcome
  isConfigured(cluster: Named, name: string): boolean
}>

/** Which policies the hosts of each cluster follow: configured ones, the cluster’s own settings, and what people have saved over them. */
export function createPoliciesInForce({ configured, parametersOf, savedOf }: PoliciesInForceDeps): PoliciesInForce {
  type Cached = Readonly<{ key: string; base: ConfiguredPolicies; inForce: ReturnType<PoliciesInForce['inForce']> }>
  const cache = new Map<string, Cached>()

  function configuredOf(clusterId: string): Map<string, NamedPolicy> {
    const { origin, texts } = configured()
    const policies = new Map([...texts].map(([name, text]) => [name, { name, text, origin } as NamedPolicy]))
    const parameters = parametersOf(clusterId)
    if (parameters !== undefined) policies.set(parameters.name, { ...parameters, origin: 'cluster' })
    return policies
  }

  function all(clusterId: string): Map<string, NamedPolicy> {
    const policies = configuredOf(clusterId)
    for (const { name, text, by, atMs } of savedOf(clusterId)) {
      const replaces = policies.has(name)
      if (text === undefined) policies.delete(name)
      else policies.set(name, { name, text, origin: 'saved', saved: { by, atMs }, ...(replaces && { replaces }) })
    }
    return policies
  }

  const filesOf = (policies: ReadonlyMap<string, NamedPolicy>) =>
    [...policies.values()].map(({ name, text }) => ({ name, text }))

  function judge(clusterId: string) {
    const { problem: unread, findings: ofFiles = [] } = configured()
    const judged = policiesOf(filesOf(all(clusterId)))
    const findings = [...ofFiles, ...judged.findings]
    if (judged.ok) return { program: judged.program, findings, ...(unread && { problem: unread }) }
    const problem = { code: 'bad-host-policy', message: judged.problem.message }
    const withoutSaved = policiesOf(filesOf(configuredOf(clusterId)))
    // A directory that became bad is no reason to do anything else than nothing.
    const { program } = withoutSaved.ok ? withoutSaved : noPolicies()
    return { program, problem, findings }
  }

  return {
    list: ({ id }) => [...all(id).values()].toSorted((a, b) => compareNames(a.name, b.name)),
    leftOut: ({ id }) => savedOf(id).flatMap(({ name, text }) => (text === undefined ? name : [])),
    inForce({ id }) {
      const [key, base] = [JSON.stringify(filesOf(all(id))), configured()]
      const cached = cache.get(id)
      if (cached?.key === key && cached.base === base) return cached.inForce
      const inForce = judge(id)
      cache.set(id, { key, base, inForce })
      return inForce
    },
    judgeWith({ id }, { name, text }) {
      const others = filesOf(all(id)).filter(file => file.name !== name)
      return policiesOf(text === undefined ? others : [...others, { name, text }])
    },
    isConfigured: ({ id }, name) => configuredOf(id).has(name),
  }
}
