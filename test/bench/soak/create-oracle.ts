import type { World } from '../../../server/simulator/world/world.ts'
import { judgeMigration, type SoakRules } from './judge-migration.ts'

/** A migration that the service asked for and the engine began. */
export type BegunMigration = Readonly<{
  correlationId: string
  vm: string
  toId: string
  clusterId: string
  atMs: number
}>

export type Oracle = Readonly<{
  /** The same world, every migration that is asked for over its API looked at. */
  watched: World
  begun: readonly BegunMigration[]
  /** Each with the simulated time, VM and rule. */
  violations: readonly string[]
  /** By the engine's own text. */
  refusals: ReadonlyMap<string, number>
}>

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]

/** Knows every rule, and hears of a migration at the moment at which the engine begins it. */
export function createOracle(world: World, rules: SoakRules): Oracle {
  const begun: BegunMigration[] = []
  const violations: string[] = []
  const refusals = new Map<string, number>()

  /** Rules about time and number, which are judged by when the service asked. */
  const timing = (one: BegunMigration, cluster: string): string[] => {
    const { clusterId, atMs, correlationId } = one
    const within = (spanMs: number) =>
      begun.filter(other => other.clusterId === clusterId && other.atMs > atMs - spanMs + rules.toleranceMs).length
    const [hour, day] = [within(HOUR_MS), within(DAY_MS)]
    const hours = rules.hoursOf[cluster]
    return [
      ...(hour > rules.perHour ? [`${hour} moves in ${cluster} within an hour`] : []),
      ...(day > rules.perDay ? [`${day} moves in ${cluster} within a day`] : []),
      ...(hours !== undefined && !isWithin(atMs, hours, rules.toleranceMs) ? [`outside the times of ${cluster}`] : []),
      ...(begun.filter(other => other.correlationId === correlationId).length > 1 ? ['begun twice'] : []),
    ]
  }

  return {
    begun,
    violations,
    refusals,
    watched: {
      ...world,
      async migrateVm(vmId, options, actor) {
        const atMs = world.now()
        try {
          const job = await world.migrateVm(vmId, options, actor)
          const vm = world.state.vms.get(vmId)
          if (vm?.migration === undefined) return job
          const one = {
            correlationId: actor.correlationId,
            vm: vm.name,
            toId: vm.migration.toHostId,
            clusterId: vm.clusterId,
            atMs,
          }
          begun.push(one)
          const cluster = world.state.clusters.get(vm.clusterId)?.name ?? ''
          const broken = [...judgeMigration(world.state, vm, rules), ...timing(one, cluster)]
          for (const why of broken) violations.push(`${new Date(atMs).toISOString()} ${vm.name}: ${why}`)
          return job
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error)
          refusals.set(text, (refusals.get(text) ?? 0) + 1)
          throw error
        }
      },
    },
  }
}

function isWithin(
  atMs: number,
  { from, lasts }: Readonly<{ from: number; lasts: number }>,
  toleranceMs: number,
): boolean {
  const openedMs = from * HOUR_MS
  const sinceMs = (((atMs - openedMs + toleranceMs) % DAY_MS) + DAY_MS) % DAY_MS
  return sinceMs <= lasts * HOUR_MS + 2 * toleranceMs
}
