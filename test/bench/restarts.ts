/**
 * A service that is killed again and again while it works: `kill -9` at random moments, also while it starts, with automation on and
 * callers that approve, plan and ask for filters. After each death its store and the engine's own list of migrations must agree.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../../server/planner/search/random.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { Health } from '../../shared/api/service.ts'
import type { Run } from '../../shared/plan/run.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { callerAt, signIn } from '../scenarios/sign-in.ts'
import { startEngine } from '../scenarios/start-pair.ts'
import { type RunningProcess, startProcess } from '../scenarios/start-process.ts'
import { failFor, printFigures, seededArguments } from './arguments.ts'
import { percentile } from './post-xml-rpc.ts'
import { startCallers } from './restarts/busy-callers.ts'
import { followMigrations, readDeadStore, untruths } from './restarts/world-truth.ts'

const SPEED = 30
/** Of ten deaths so many come while the service starts. */
const EARLY_OF_TEN = 3
const LONGEST_START_MS = 1_500
const LONGEST_LIFE_MS = 2_500

export type Restarts = Readonly<{
  kills: number
  killsWhileStarting: number
  runs: number
  steps: number
  migrations: number
  recommendations: number
  auditEntries: number
  restCalls: number
  xmlrpcCalls: number
  storeBytes: number
  /** From the start of the process until it takes calls. */
  readyMs: Readonly<{ p50: number; p99: number; worst: number }>
  /** What was not as it must be. */
  untrue: readonly string[]
}>

/** Kills the service so many times; `seed` chooses the moments, as far as a real machine lets it. */
export async function benchRestarts(count: number, seed: number): Promise<Restarts> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-restarts-'))
  const file = join(folder, 'store.db')
  const random = createRandom(seed)
  const engine = await startEngine('--scenario', 'cpu-hotspot', '--seed', `${seed}`, '--speed', `${SPEED}`)
  const [restPort, xmlrpcPort] = [await freePort(), await freePort()]
  const flags = {
    'engine-url': `${engine.origin}/ovirt-engine`,
    'engine-read-interval': '2',
    'rest-port': `${restPort}`,
    'xmlrpc-port': `${xmlrpcPort}`,
    'xmlrpc-addresses': '127.0.0.1',
    'automation-modes': '*=automatic',
    'automation-objectives': '*=balance',
    'automation-level': '5',
    'planner-interval': '15',
    'planner-hold': '0',
    'planner-seconds': '1',
    'store-file': file,
    'units-directory': join(folder, 'none'),
  }
  const args = ['serve', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])]
  const env = { OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin' }
  const start = (onSpawn: NonNullable<Parameters<typeof startProcess>[3]>['onSpawn'] = () => undefined) =>
    startProcess(args, /ovirt-scheduler is ready/, env, { onSpawn })

  const api = callerAt(`http://127.0.0.1:${restPort}${apiBase}`, await signIn(engine.origin))
  const migrations = followMigrations(engine.api)
  const untrue: string[] = []
  const ready: number[] = []
  let killsWhileStarting = 0
  let before = new Map<string, Run>()
  let service: RunningProcess | undefined

  async function startMeasured(): Promise<RunningProcess> {
    const startedMs = performance.now()
    const started = await start()
    ready.push(performance.now() - startedMs)
    return started
  }

  async function lookAtTheDead(
    told: Parameters<typeof untruths>[2],
  ): Promise<Awaited<ReturnType<typeof readDeadStore>>> {
    const world = await readDeadStore(file)
    untrue.push(...untruths(world, await migrations(), told, before))
    before = new Map(world.runs.map(run => [run.id, run]))
    return world
  }

  try {
    service = await startMeasured()
    const callers = startCallers(api, engine.api, () => xmlrpcPort, random)
    for (let kill = 0; kill < count; kill++) {
      if (service === undefined && random.below(10) < EARLY_OF_TEN) {
        killsWhileStarting++
        const diesAfterMs = random.below(LONGEST_START_MS)
        const started = await start(child => void delay(diesAfterMs).then(() => child.kill('SIGKILL'))).catch(
          () => undefined,
        )
        await started?.stop('SIGKILL')
      } else {
        service ??= await startMeasured()
        await delay(random.below(LONGEST_LIFE_MS))
        await service.stop('SIGKILL')
      }
      service = undefined
      // What was told until now; a reply still on its way is counted at the next look.
      const told = { recommendationIds: new Set(callers.told.recommendationIds), runIds: new Set(callers.told.runIds) }
      await lookAtTheDead(told)
    }
    service = await startMeasured()
    await callers.stop()
    await api.send('POST', '/automation/stop', { why: 'the end' })
    await eventually('a service that is well', async () => (await api.get<Health>('/health')).state === 'ok')
    await eventually(
      'the end of what was begun',
      async () => {
        const { runs } = await api.get<{ runs: Run[] }>('/runs?state=running')
        return runs.every(({ steps }) => steps.every(({ state }) => state !== 'requested' && state !== 'running'))
      },
      { deadlineMs: 120_000 },
    )
    const code = await service.stop()
    if (code !== 0) untrue.push(`the last service ended with ${code}`)
    service = undefined
    const world = await lookAtTheDead(callers.told)
    const begun = await migrations()
    const times = ready.toSorted((a, b) => a - b)
    return {
      kills: count,
      killsWhileStarting,
      runs: world.runs.length,
      steps: world.runs.reduce((sum, { steps }) => sum + steps.length, 0),
      migrations: [...begun].reduce((sum, [id, of]) => sum + (id.startsWith('ovs-') ? of : 0), 0),
      recommendations: world.recommendations.length,
      auditEntries: world.audit.length,
      restCalls: callers.calls.rest,
      xmlrpcCalls: callers.calls.xmlrpc,
      storeBytes: statSync(file).size,
      readyMs: { p50: percentile(times, 0.5), p99: percentile(times, 0.99), worst: times.at(-1) ?? Number.NaN },
      untrue: [...new Set([...untrue, ...callers.complaints])],
    }
  } finally {
    await service?.stop('SIGKILL')
    await engine.process.stop()
    rmSync(folder, { recursive: true })
  }
}

async function main(): Promise<void> {
  const { count, seed, json } = seededArguments(500)
  const { untrue, readyMs, ...figures } = await benchRestarts(count, seed)
  const { p50, p99, worst } = readyMs
  const row = { readyMsP50: p50, readyMsP99: p99, readyMsWorst: worst, untrue: untrue.length }
  printFigures({ bench: 'restarts', seed, ...figures, ...row }, json)
  failFor(untrue)
}

if (import.meta.main) await main()
