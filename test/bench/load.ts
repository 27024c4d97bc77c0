/**
 * The service as a process on the scenario `big` (400 hosts, 10,000 VMs), called by an engine's threads and read by portals all at once:
 * `npm run --silent bench -- load [--callers 64] [--sessions 50] [--minutes 2] [--seed N] [--json]`. The engine calls without a pause, so
 * that rates are what the machine can do; the simulated engine and the callers run on the same machine. Exit code 1: an error, or the
 * 99th percentile of XML-RPC beyond the engine's patience.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createRandom } from '../../server/planner/search/random.ts'
import type { Health } from '../../shared/api/service.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { signIn } from '../scenarios/sign-in.ts'
import { type EngineProcess, startEngine, startService } from '../scenarios/start-pair.ts'
import { failFor, positive, printFigures } from './arguments.ts'
import { type AskedCluster, callAsEngine, ENGINE_PATIENCE_MS } from './load/engine-callers.ts'
import { createLatencies, type LatencyRow } from './load/latencies.ts'
import { loadPlugin } from './load/load-units.ts'
import { readPortal } from './load/portal-session.ts'
import { type ProcessFigures, readProcessFigures } from './read-process-figures.ts'

type Figures = Readonly<{
  rows: readonly LatencyRow[]
  begin: ProcessFigures
  end: ProcessFigures
  seconds: number
  failures: readonly string[]
}>

type LoadOptions = Readonly<{ callers: number; sessions: number; minutes: number; seed: number }>

/** Starts engine and service, puts the load on them for so long, and ends both. */
async function benchLoad(options: LoadOptions): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-load-'))
  const plugins = join(folder, 'plugins')
  mkdirSync(plugins)
  writeFileSync(join(plugins, 'load_units.ts'), loadPlugin)
  const engine = await startEngine('--scenario', 'big', '--seed', String(options.seed))
  const xmlrpcPort = await freePort()
  const service = await startService(engine, {
    'engine-read-interval': '15',
    'xmlrpc-port': String(xmlrpcPort),
    'units-directory': plugins,
    'legacy-directory': '',
    'store-file': join(folder, 'store.db'),
  })
  try {
    const origin = new URL(service.process.match[1] ?? '').origin
    await eventually('a first read of the engine', async () => {
      const { engine: read } = await service.api.get<Health>('/health')
      return read.snapshotAgeMs !== undefined
    })
    return await putLoadOn({ ...options, engine, origin, url: `http://127.0.0.1:${xmlrpcPort}/` })
  } finally {
    await service.process.stop()
    await engine.process.stop()
    rmSync(folder, { recursive: true })
  }
}

async function putLoadOn(
  asked: LoadOptions & Readonly<{ engine: EngineProcess; origin: string; url: string }>,
): Promise<Figures> {
  const { engine, origin, url, callers, sessions, minutes, seed } = asked
  // Before the long lists: while those are parsed here, kept connections end.
  const tokens = await Promise.all(Array.from({ length: sessions }, () => signIn(engine.origin)))
  const clusters = await clustersOf(engine)
  const [hostIds, vmIds] = [clusters.flatMap(one => one.hostIds), clusters.flatMap(one => one.vmIds)]
  const latencies = createLatencies()
  const over = new AbortController()
  const begin = await readProcessFigures(origin)
  const startedMs = performance.now()
  const working = [
    callAsEngine({ url, callers, clusters, until: over.signal }, latencies),
    ...tokens.map((token, index) => {
      const random = createRandom(seed + index).next
      return readPortal({ origin, token }, { vmIds, hostIds, random }, latencies, over.signal)
    }),
  ]
  await Promise.race([delay(minutes * 60_000), Promise.all(working)])
  // Before the end of the streams, while all that was open is still there.
  const end = await readProcessFigures(origin)
  const seconds = (performance.now() - startedMs) / 1000
  over.abort()
  await Promise.all(working)
  return { rows: latencies.rows(seconds), begin, end, seconds, failures: latencies.failures() }
}

type Listed = Readonly<{ id: string; cluster: Readonly<{ id: string }> }>

/** By cluster, what an engine's own database knows: hosts, and VMs that run. */
async function clustersOf({ api }: EngineProcess): Promise<AskedCluster[]> {
  const { host: hosts = [] } = await api.get<{ host?: Listed[] }>('/hosts')
  const { vm: vms = [] } = await api.get<{ vm?: Listed[] }>('/vms?search=status%3Dup')
  return [...new Set(hosts.map(({ cluster }) => cluster.id))].map(id => {
    const idsIn = (list: readonly Listed[]) => list.filter(({ cluster }) => cluster.id === id).map(one => one.id)
    return { hostIds: idsIn(hosts), vmIds: idsIn(vms) }
  })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      callers: { type: 'string', default: '64' },
      sessions: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    // When all benchmarks run, each is given the options of the others too.
    strict: false,
  })
  const json = values.json === true
  const count = (name: 'callers' | 'sessions' | 'minutes') => positive(name, String(values[name]))
  const { rows, begin, end, seconds, failures } = await benchLoad({
    callers: count('callers'),
    sessions: count('sessions'),
    minutes: count('minutes'),
    seed: Number(values.seed),
  })
  for (const row of rows) printFigures({ bench: 'load', ...row }, json)
  printFigures(
    {
      bench: 'load',
      seconds,
      cpuPercent: (100 * (end.cpuSeconds - begin.cpuSeconds)) / seconds,
      rssBeginMiB: begin.rssMiB,
      rssEndMiB: end.rssMiB,
      heapBeginMiB: begin.heapMiB,
      heapEndMiB: end.heapMiB,
      lagP99Ms: end.lagP99Ms,
      lagWorstMs: end.lagWorstMs,
    },
    json,
  )
  const slow = rows.filter(({ door, p99Ms }) => door.startsWith('xmlrpc') && p99Ms > ENGINE_PATIENCE_MS)
  failFor([...failures, ...slow.map(({ door, p99Ms }) => `${door}: 99 % within ${Math.round(p99Ms)} ms only`)])
}

if (import.meta.main) await main()
