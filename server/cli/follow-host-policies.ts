import { resolve } from 'node:path'
import type { Config } from '../config/settings.ts'
import { POLL_INTERVAL_MS, pollDirectories } from '../runtime/plugins/poll-directories.ts'
import type { Log } from '../telemetry/log.ts'
import { readPolicySet } from '../tuning/policies/default-policies.ts'
import { readPolicies } from '../tuning/policies/policy-directory.ts'
import { type ConfiguredPolicies, createDirectoryPolicies } from '../tuning/settings/directory-policies.ts'

export type FollowedPolicies = Readonly<{ current(): ConfiguredPolicies; close(): void }>

/** The policies that hosts follow where nobody saved others: a built-in set, or a directory of the site, followed until closed. */
export async function followHostPolicies(config: Config, log: Pick<Log, 'info' | 'warn'>): Promise<FollowedPolicies> {
  const files = readPolicySet(config['tuning.policies'] === 'classes' ? 'classes' : 'default')
  const builtIn: ConfiguredPolicies = {
    origin: 'built-in',
    texts: new Map(files.map(({ name, text }) => [name, text])),
  }
  if (config['tuning.policyDirectory'] === '') return { current: () => builtIn, close: () => {} }
  const path = resolve(config['tuning.policyDirectory'])
  const policies = await createDirectoryPolicies({
    builtIn,
    read: () => readPolicies({ kind: 'directory', path }),
    log,
  })
  const poll = pollDirectories([path], POLL_INTERVAL_MS, () => void policies.refresh())
  return { current: policies.current, close: poll.close }
}
