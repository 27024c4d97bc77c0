/**
 * One service for so many engines of 400 hosts and 10,000 VMs each: `npm run --silent bench -- engines [--engines 1,2,4,8] [--seconds 60]
 * [--interval 15] [--json]`. What memory and CPU it takes, how old what it knows becomes, and how each grows by the engine. One simulated engine
 * answers for all, under as many addresses; nothing moves.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { enginesPath } from '../../shared/api/engines.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { Health } from '../../shared/api/service.ts'
import { eventually } from '../scenarios/eventually.ts'
import { startProcess } from '../scenarios/start-process.ts'
import { positive, printFigures } from './arguments.ts'
import { readProcessFigures } from './read-process-figures.ts'

const { values } = parseArgs({
  options: {
    engines: { type: 'string', default: '1,2,4,8' },
    seconds: { type: 'string', default: '60' },
    interval: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
  // When all benchmarks run, each is given the options of the others too.
  strict: false,
})
const counts = String(values.engines)
  .split(',')
  .map(text => positive('engines', text))
const [seconds, interval] = [positive('seconds', String(values.seconds)), positive('interval', String(values.interval))]

type Row = Readonly<{ engines: number; rssMiB: number; cpuPercent: number }>

async function measure(count: number, port: string): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-engines-'))
  const names = Array.from({ length: count }, (_, nth) => `e${nth + 1}`)
  const parts = Object.fromEntries(
    names.map((name, nth) => [name, { engine: { url: `http://127.0.0.${nth + 1}:${port}/ovirt-engine` } }]),
  )
  const config = {
    engine: { password: 'admin', readInterval: interval, requestTimeout: 300 },
    ...{ rest: { port: 0 }, xmlrpc: { port: 0 }, store: { file: join(folder, 'all.db'), backupInterval: 0 } },
    ...{ units: { directory: '/nonexistent' }, legacy: { directory: '' }, engines: parts },
  }
  const file = join(folder, 'config.yaml')
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
  const service = await startProcess(['serve', '--config', file], /"rest":"(http:\/\/[^/"]+)/)
  try {
    const origin = service.match[1] ?? ''
    const ages = async () =>
      await Promise.all(
        names.map(async name => {
          const reply = await fetch(`${origin}${enginesPath}/${name}${apiBase}/health`)
          return ((await reply.json()) as Health).engine.snapshotAgeMs
        }),
      )
    const begunMs = performance.now()
    await eventually('a first read of all', async () => (await ages()).every(age => age !== undefined), {
      deadlineMs: 600_000,
    })
    const firstReadS = (performance.now() - begunMs) / 1000
    const before = await readProcessFigures(origin)
    const [fromMs, oldest] = [performance.now(), [] as number[]]
    let [rssMiB, lagWorstMs] = [0, 0]
    while (performance.now() - fromMs < seconds * 1000) {
      await delay(5_000)
      oldest.push(Math.max(...(await ages()).map(age => age ?? 0)))
      const now = await readProcessFigures(origin)
      rssMiB = Math.max(rssMiB, now.rssMiB)
      lagWorstMs = Math.max(lagWorstMs, now.lagWorstMs)
    }
    const after = await readProcessFigures(origin)
    const spentS = (performance.now() - fromMs) / 1000
    const cpuPercent = ((after.cpuSeconds - before.cpuSeconds) / spentS) * 100
    printFigures(
      {
        ...{
          bench: 'engines',
          engines: count,
          hosts: count * 400,
          vms: count * 10_000,
          firstReadS,
          rssMiB,
          cpuPercent,
        },
        ...{ oldestS: Math.max(...oldest) / 1000, lagWorstMs },
      },
      values.json === true,
    )
    return { engines: count, rssMiB, cpuPercent }
  } finally {
    await service.stop()
    rmSync(folder, { recursive: true })
  }
}

/** By least squares: so much more with each engine. */
function slope(rows: readonly Row[], of: (row: Row) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(rows.map(({ engines }) => engines)), mean(rows.map(of))]
  const along = rows.reduce((sum, row) => sum + (row.engines - x) * (of(row) - y), 0)
  return along / rows.reduce((sum, { engines }) => sum + (engines - x) ** 2, 0)
}

const flags = ['--scenario', 'big', '--no-external-scheduler', '--no-engine-balancing']
const engine = await startProcess(
  ['simulate-engine', '--port', '0', '--address', '0.0.0.0', ...flags],
  /Simulated engine: http:\/\/[^/]*:(\d+)\//,
)
try {
  const rows: Row[] = []
  for (const count of counts) rows.push(await measure(count, engine.match[1] ?? ''))
  if (rows.length > 1)
    printFigures(
      {
        bench: 'engines',
        rssMiBAnEngine: slope(rows, ({ rssMiB }) => rssMiB),
        cpuPercentAnEngine: slope(rows, ({ cpuPercent }) => cpuPercent),
      },
      values.json === true,
    )
} finally {
  await engine.stop()
}
