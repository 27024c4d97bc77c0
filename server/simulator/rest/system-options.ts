import type { Wire } from '../wire/types.ts'
import type { Context } from './context.ts'
import { defineResource } from './resource.ts'

const LEVEL = '4.7'

/** The engine's migration policies, as `/options/MigrationPolicies` gives them: JSON text inside a value. */
const migrationPolicies = [
  { id: '00000000-0000-0000-0000-000000000000', name: 'Legacy', maxMigrations: 2 },
  { id: '80554327-0569-496b-bdeb-fcbbf52b827b', name: 'Minimal downtime', maxMigrations: 2 },
  { id: '80554327-0569-496b-bdeb-fcbbf52b827c', name: 'Suspend workload if needed', maxMigrations: 1 },
  { id: 'a7aeedb2-8d66-4e51-bb22-32595027ce71', name: 'Post-copy migration', maxMigrations: 2 },
  { id: '57237b82-b8c2-425f-b425-114b35219626', name: 'Very large VMs', maxMigrations: 1 },
].map(({ id, name, maxMigrations }) => ({ id: { uuid: id }, name, maxMigrations }))

/** An engine-config value by name; undefined when the simulator has none of that name. */
export function findOption({ base, world }: Context, name: string): Wire<'system_option'> | undefined {
  const { config } = world.state
  const values: Readonly<Record<string, string>> = {
    MigrationPolicies: JSON.stringify(migrationPolicies),
    EnableVdsLoadBalancing: String(config.balancingEnabled),
    VdsLoadBalancingIntervalInMinutes: String(config.balancingIntervalMs / 60_000),
    ExternalSchedulerEnabled: String(config.externalSchedulerEnabled),
    ExternalSchedulerServiceURL: config.externalSchedulerUrl,
    UserSessionTimeOutInterval: '30',
  }
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined) return undefined
  return { id: name, href: `${base}/options/${name}`, name, values: [{ value, version: LEVEL }] }
}

/** One level, with the CPU type every simulated cluster has. */
export const clusterLevels = defineResource<string>({
  rel: 'clusterlevels',
  type: 'cluster_level',
  items: () => [LEVEL],
  find: (_, id) => (id === LEVEL ? LEVEL : undefined),
  visible: () => true,
  toWire: ({ base }, level) => ({
    id: level,
    href: `${base}/clusterlevels/${level}`,
    cpu_types: [{ name: 'Secure Intel Icelake Server Family', level: 64, architecture: 'x86_64' }],
  }),
})
