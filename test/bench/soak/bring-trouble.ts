import type { Random } from '../../../server/planner/search/random.ts'
import type { World } from '../../../server/simulator/world/world.ts'

export type Trouble = Readonly<{
  /** To be called whenever the world has moved on. */
  onTick(): void
  /** How often what was done. */
  counts: ReadonlyMap<string, number>
}>

const MINUTE_MS = 60_000
/** Beyond the least patience of the fast clock. */
const LONG_REAL_MS = 5_500
const NOBODY = { userId: undefined, correlationId: 'trouble' }

/**
 * What goes wrong at a site, by chance: some trouble every `everyMinutes` on average, most of it over soon. `fault` reaches
 * the engine's doors (`/sim/v1/faults`); the rest happens to hosts and VMs. `speed` turns simulated delays into real ones.
 */
export function bringTrouble(
  world: World,
  options: Readonly<{ random: Random; everyMinutes: number; speed: number; fault: (body: object) => void }>,
): Trouble {
  const { random, everyMinutes, speed, fault } = options
  const counts = new Map<string, number>()
  const later: { atMs: number; act: () => void }[] = []
  const after = (minutes: number, act: () => void) => later.push({ atMs: world.now() + minutes * MINUTE_MS, act })
  const some = <T>(list: readonly T[]): T | undefined => list[random.below(Math.max(1, list.length))]
  const hostsUp = () => [...world.state.hosts.values()].filter(({ status }) => status === 'up')
  /** The engine may refuse; then there is one trouble less. */
  const tried = (act: () => void) => {
    try {
      act()
    } catch {
      counts.set('refused', (counts.get('refused') ?? 0) + 1)
    }
  }

  const troubles: Readonly<Record<string, () => void>> = {
    'engine answers 503': () => fault({ kind: 'status', status: 503, count: 1 + random.below(6) }),
    'engine answers 500 to actions': () => fault({ kind: 'status', status: 500, pathContains: '/migrate', count: 1 }),
    'answer cut off': () => fault({ kind: 'truncated', count: 1 + random.below(3) }),
    'connection lost': () => fault({ kind: 'reset', count: 1 + random.below(3) }),
    'connection lost at an action': () => fault({ kind: 'reset', pathContains: '/migrate', count: 1 }),
    'answer lost after the action': () => fault({ kind: 'truncated', pathContains: '/migrate', count: 1 }),
    'slow answers': () =>
      fault({ kind: 'slow', delayMs: Math.ceil((1000 * (5 + random.below(40))) / speed), count: 1 + random.below(5) }),
    'answers later than anybody waits': () =>
      fault({ kind: 'slow', delayMs: LONG_REAL_MS, count: 1 + random.below(3) }),
    'action answered later than anybody waits': () =>
      fault({ kind: 'slow', delayMs: LONG_REAL_MS, pathContains: '/migrate', count: 1 }),
    'engine down': () => {
      fault({ kind: 'down', down: true })
      after(1 + random.below(8), () => fault({ kind: 'down', down: false }))
    },
    'sessions over': () => fault({ kind: 'expire-tokens' }),
    'migrations fail': () => world.faults.failNextMigrations(1 + random.below(2)),
    'migrations refused': () => {
      const vm = some([...world.state.vms.values()])
      if (vm !== undefined) world.faults.refuseMigrations({ vmId: vm.id }, 'This VM is being backed up.')
      after(45, () => world.faults.clear())
    },
    'host fails': () => {
      const host = some(hostsUp())
      if (host === undefined) return
      world.edit(() => Object.assign(host, { status: 'non_responsive' }))
      after(5 + random.below(30), () => world.edit(() => Object.assign(host, { status: 'up' })))
    },
    'host in maintenance': () => {
      const host = some(hostsUp())
      if (host === undefined) return
      tried(() => world.deactivateHost(host.id, 'site work', NOBODY))
      after(30 + random.below(60), () => tried(() => world.activateHost(host.id, NOBODY)))
    },
    'VM stopped': () => {
      const vm = some([...world.state.vms.values()].filter(({ status }) => status === 'up'))
      if (vm === undefined) return
      tried(() => world.stopVm(vm.id, NOBODY))
      after(10 + random.below(60), () => void world.startVm(vm.id, {}, NOBODY).catch(() => undefined))
    },
    'VM stopped on its way': () => {
      const vm = some([...world.state.vms.values()].filter(({ status }) => status === 'migrating'))
      if (vm === undefined) return
      tried(() => world.cancelMigration(vm.id, NOBODY))
    },
  }
  const names = Object.keys(troubles)
  const pauseMs = () => -Math.log(1 - random.next()) * everyMinutes * MINUTE_MS
  let nextMs = world.now() + pauseMs()

  return {
    counts,
    onTick() {
      const due = later.filter(({ atMs }) => atMs <= world.now())
      for (const one of due) {
        later.splice(later.indexOf(one), 1)
        one.act()
      }
      if (world.now() < nextMs) return
      nextMs = world.now() + pauseMs()
      const name = some(names) ?? ''
      counts.set(name, (counts.get(name) ?? 0) + 1)
      troubles[name]?.()
    },
  }
}
