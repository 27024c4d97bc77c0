import type { Cluster } from '../../shared/model/cluster.ts'
import type { Config } from '../config/settings.ts'
import type { Log } from '../telemetry/log.ts'
import { readPolicySet } from '../tuning/policies/default-policies.ts'
import { clusterParameters, parametersPolicyName, writeParameters } from '../tuning/policies/parameters.ts'
import { readPolicies } from '../tuning/policies/policy-directory.ts'
import type { ConfiguredPolicies } from '../tuning/settings/policies-in-force.ts'

export type HostPolicyFiles = Readonly<{
  /** As read last. */
  current(): ConfiguredPolicies
  /** Reads the directory anew; one that cannot be read leaves what there was. */
  reload(): Promise<void>
  /** What the cluster’s settings in the engine come to, by the id of the cluster: none where the engine did not tell. */
  parametersOf(cluster: Cluster): readonly (readonly [string, Readonly<{ name: string; text: string }>])[]
}>

/** The policies that hosts follow where nobody saved others: a directory of the site, else a built-in set. */
export async function readHostPolicies(config: Config, log: Pick<Log, 'info' | 'warn'>): Promise<HostPolicyFiles> {
  const directory = config['tuning.policyDirectory']
  const builtIn = readPolicySet(config['tuning.policies'] === 'classes' ? 'classes' : 'default')
  let current: ConfiguredPolicies = {
    origin: 'built-in',
    texts: new Map(builtIn.map(({ name, text }) => [name, text])),
  }

  async function reload(): Promise<void> {
    if (directory === '') return
    const { isRead, policies, problems } = await readPolicies({ kind: 'directory', path: directory })
    for (const { message } of problems) log.warn({ problem: message }, 'A host policy cannot be used.')
    if (!isRead) return
    const texts = new Map(policies.files.map(({ name, text }) => [name, text]))
    current = { origin: 'directory', texts }
    log.info({ directory, policies: [...texts.keys()] }, 'Host policies have been read.')
  }

  await reload()
  return { current: () => current, reload, parametersOf }
}

function parametersOf({ id, memory }: Cluster): ReturnType<HostPolicyFiles['parametersOf']> {
  if (memory === undefined) return []
  const written = writeParameters(clusterParameters(memory))
  return written.ok ? [[id, { name: parametersPolicyName, text: written.text }]] : []
}
