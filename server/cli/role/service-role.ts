import type { Permit } from '../../api/permissions.ts'

/** A permit of the engine, by its name there. */
export type RolePermit = Readonly<{
  permit: Permit | 'login' | 'inject_external_events' | 'hibernate_vm' | 'shut_down_vm'
  /** What the service does with it. */
  for: string
  /** cluster: asked for on each cluster that is worked on. system: counts only in the whole system. */
  where: 'cluster' | 'system'
  /** Only with this option of `doctor --create-role`; absent: always. */
  option?: RoleOption
  /** What is missing without it; a sentence. */
  without: string
}>

/** policies: edit what scheduling policies consist of. stop: `tuning.allowStop`. */
export type RoleOption = 'policies' | 'stop'

export const ROLE_NAME = 'OvirtScheduler'

/**
 * What the service's own user must be allowed in the engine, and no more: the one list of it. `doctor` checks by it,
 * `doctor --create-role` makes the role of it, and a test holds the table in server/README.md to it. The role must be an
 * administrative one: that alone lets its holder read hosts, policies and where VMs run.
 */
export const rolePermits: readonly RolePermit[] = [
  {
    permit: 'login',
    for: 'log in, and read',
    where: 'system',
    without: 'The engine does not let the user in.',
  },
  {
    permit: 'migrate_vm',
    for: 'move VMs',
    where: 'cluster',
    without: 'Recommendations can be read, not applied.',
  },
  {
    permit: 'edit_cluster_configuration',
    for: 'give a cluster another policy, or other values of it',
    where: 'cluster',
    without: 'Policies of clusters can be read, not edited here.',
  },
  {
    permit: 'inject_external_events',
    for: "write to the engine's events",
    where: 'system',
    without: 'The engine hears neither of changed units nor of what is done automatically.',
  },
  {
    permit: 'edit_storage_pool_configuration',
    for: 'edit what scheduling policies consist of',
    where: 'system',
    option: 'policies',
    without: "Units and factors of policies are edited in the portal's own dialog.",
  },
  {
    permit: 'hibernate_vm',
    for: 'suspend VMs, where tuning.allowStop lets policies do so',
    where: 'cluster',
    option: 'stop',
    without: 'Host policies cannot suspend VMs.',
  },
  {
    permit: 'shut_down_vm',
    for: 'shut VMs down, where tuning.allowStop lets policies do so',
    where: 'cluster',
    option: 'stop',
    without: 'Host policies cannot shut VMs down.',
  },
]

/** Those of the role that is made with these options. */
export const permitsWith = (options: ReadonlySet<RoleOption>): readonly RolePermit[] =>
  rolePermits.filter(({ option }) => option === undefined || options.has(option))

/** The table of server/README.md. */
export const roleTable = (): string =>
  [
    '| Permit | For | Counts | With |',
    '|---|---|---|---|',
    ...rolePermits.map(({ permit, for: what, where, option }) => {
      const counts = where === 'system' ? 'in the whole system' : 'on each cluster'
      return `| \`${permit}\` | ${what} | ${counts} | ${option === undefined ? 'always' : `\`--with-${option}\``} |`
    }),
  ].join('\n')
