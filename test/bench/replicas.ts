/**
 * Several replicas of the service on one PostgreSQL, beside a simulated engine of the `big` scenario whose time runs fast: `npm run --silent bench
 * -- replicas [--minutes 10] [--speed 144] [--replicas 3] [--kill SECONDS] [--hosts N --vms M] [--seed N] [--json]`. A replica is killed now
 * and then, PostgreSQL crashes twice. Every migration is judged inside the engine; in the end store and engine must agree on each
 * step. Without `--kill` nothing is killed, which is how replicas are compared. Exit code 1: a rule was broken, a step lost or doubled,
 * or a kill was not made up for within 15 s.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createRandom } from '../../server/planner/search/random.ts'
import { openPostgresStore } from '../../server/store/open-store.ts'
import { isStepOver, type Run } from '../../shared/plan/run.ts'
import { startPostgres } from '../fakes/postgres-server.ts'
import { callerAt, signIn } from '../scenarios/sign-in.ts'
import { failFor, positive, printFigures } from './arguments.ts'
import { startFleet } from './replicas/replica-fleet.ts'
import { startCallers } from './restarts/busy-callers.ts'
import { followMigrations, readWorld, untruths } from './restarts/world-truth.ts'
import { reconcile } from './soak/reconcile.ts'
import { startSoakEngine } from './soak/soak-engine-process.ts'

const CLUSTERS = 8
const MADE_UP_MS = 15_000
/** How long one that was killed stays away. */
const AWAY_MS = 8_000
const REST_MS = 120_000
const ALL = 100_000
const limits = { perHost: 2, total: 24, perHour: ALL, perDay: ALL }

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    speed: { type: 'string', default: '144' },
    replicas: { type: 'string', default: '3' },
    kill: { type: 'string' },
    hosts: { type: 'string', default: '400' },
    vms: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
  // When all benchmarks run, each is given the options of the others too.
  strict: false,
})
const [minutes, speed, count, hosts, vms] = (['minutes', 'speed', 'replicas', 'hosts', 'vms'] as const).map(name =>
  positive(name, String(values[name])),
) as [number, number, number, number, number]
const killS = typeof values.kill === 'string' ? positive('kill', values.kill) : undefined
const seed = Number(values.seed)

await using server = await startPostgres([])
const address = server.address('site')
const engine = await startSoakEngine({
  ...{ scenario: 'big', hosts, vms, seed, speed, realMs: Date.now(), simulatedMs: Date.now() },
  // Trouble enough is made by whoever kills.
  troubleMinutes: Number.MAX_SAFE_INTEGER,
  excludeTag: 'ovirt-scheduler-exclude',
  rules: { ...limits, hoursOf: {}, toleranceMs: 1000 * speed },
})
const fleet = await startFleet(
  engine.origin,
  {
    'engine-url': `${engine.origin}/ovirt-engine`,
    'engine-read-interval': '15',
    'store-url': address.url,
    'store-schema': address.schema,
    'units-directory': '/nonexistent',
    'xmlrpc-addresses': '127.0.0.1',
    'migrations-per-host': `${limits.perHost}`,
    'migrations-total': `${limits.total}`,
    'planner-seconds': '2',
    'planner-interval': '60',
    'planner-hold': '0',
    'automation-modes': '*=automatic',
    'automation-objectives': '*=balance',
    'automation-level': '5',
    'automation-per-hour': `${limits.perHour}`,
    'automation-per-day': `${limits.perDay}`,
  },
  count,
  CLUSTERS,
)
const engineApi = callerAt(`${engine.origin}/ovirt-engine/api`, await signIn(engine.origin))
const random = createRandom(seed)
const callers = startCallers(fleet.any, engineApi, fleet.anyXmlrpcPort, random, 400)
const migrations = followMigrations(engineApi)

const begunMs = performance.now()
const endMs = begunMs + minutes * 60_000
const madeUpMs: number[] = []
let crashes = 0

/** By the clock: how long one takes to be made up for and to come back does not put the next one off. */
for (let turn = 1; performance.now() < endMs; turn++) {
  const nextMs = killS === undefined ? endMs : Math.min(endMs, begunMs + turn * killS * 1000)
  await delay(Math.max(0, nextMs - performance.now()))
  if (killS === undefined || performance.now() >= endMs) continue
  const nth = random.below(count)
  madeUpMs.push(await fleet.kill(nth))
  await delay(AWAY_MS)
  await fleet.start(nth)
  if ((performance.now() - begunMs) / (endMs - begunMs) < (crashes + 1) / 3 || crashes === 2) continue
  crashes += 1
  await server.kill()
  await delay(2_000)
  await server.start()
}
const worked = (performance.now() - begunMs) / 60_000
await callers.stop()

/** Until nothing of ours is under way. */
async function rest(): Promise<readonly Run[]> {
  await fleet.any.send('POST', '/automation/stop', { why: 'the end' })
  for (const untilMs = performance.now() + REST_MS; ; await delay(1_000)) {
    const { runs } = await fleet.any.get<{ runs: Run[] }>('/runs?limit=1000')
    const isMoving = runs.some(({ steps }) => steps.some(({ state }) => state === 'requested' || state === 'running'))
    if (!isMoving || performance.now() > untilMs) return runs
  }
}
await rest()
await fleet.stop()
const report = await engine.report()
const world = await readWorld(reportBadRow => openPostgresStore({ address, reportBadRow }))
const { problems, ...steps } = reconcile(world.runs, report)
const untrue = untruths(world, await migrations(), callers.told, new Map())
const worstMs = Math.max(0, ...madeUpMs)
printFigures(
  {
    bench: 'replicas',
    ...{ replicas: count, hosts, vms, realMinutes: worked, simulatedHours: (worked * speed) / 60 },
    ...{ kills: madeUpMs.length, databaseCrashes: crashes, madeUpForWithinMs: worstMs },
    ...{ runs: world.runs.length, begun: report.begun.length, ...steps },
    unfinishedSteps: world.runs.flatMap(run => run.steps).filter(({ state }) => !isStepOver(state)).length,
    movesAMinute: steps.done / worked,
    ...{ restCalls: callers.calls.rest, xmlrpcCallsASecond: callers.calls.xmlrpc / worked / 60 },
    ...{ violations: report.violations.length, untrue: untrue.length + problems.length },
  },
  values.json === true,
)
await engine.stop()
failFor([
  ...report.violations,
  ...problems,
  ...untrue,
  ...callers.complaints,
  ...(worstMs > MADE_UP_MS ? [`a kill was made up for after ${Math.round(worstMs)} ms`] : []),
  ...(report.begun.length === 0 ? ['nothing was moved, so that nothing was tried'] : []),
])
