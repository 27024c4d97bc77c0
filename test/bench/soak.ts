/**
 * A simulated week of automatic mode: the service as a process whose time runs fast (`soak/fast-clock.ts`), beside a simulated engine of the
 * same time, in which something goes wrong every half an hour: `npm run --silent bench -- soak [--days 7] [--speed 240] [--seed N]
 * [--trouble MINUTES] [--scenario NAME] [--log FILE] [--json]`. An oracle inside the engine judges every migration by the engine's own records.
 * Exit code 1: a move broke a rule, an action was lost or doubled, or memory grew.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Run } from '../../shared/plan/run.ts'
import { failFor, positive, printFigures } from './arguments.ts'
import { type ProcessFigures, readProcessFigures } from './read-process-figures.ts'
import { countComplaints } from './soak/count-complaints.ts'
import { type MemorySample, memoryTrend } from './soak/memory-trend.ts'
import { reconcile } from './soak/reconcile.ts'
import { type SoakEngine, startSoakEngine } from './soak/soak-engine-process.ts'
import { type SoakService, startSoakService } from './soak/soak-service.ts'

const DAY_MS = 86_400_000
/** A Monday at midnight. */
const BEGIN_MS = Date.UTC(2026, 2, 2)
const LOOK_MS = 5_000
/** How often a person looks at what is frozen, simulated. */
const PERSON_MS = 3_600_000
/** Real time that what is under way gets at the end. */
const REST_MS = 60_000
const EXCLUDE_TAG = 'ovirt-scheduler-exclude'
const limits = { perHost: 2, total: 8, perHour: 6, perDay: 40 }

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '7' },
    speed: { type: 'string', default: '240' },
    seed: { type: 'string', default: '1' },
    trouble: { type: 'string', default: '30' },
    scenario: { type: 'string', default: 'memory-pressure' },
    log: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  // When all benchmarks run, each is given the options of the others too.
  strict: false,
})
const [days, speed, troubleMinutes] = (['days', 'speed', 'trouble'] as const).map(name =>
  positive(name, String(values[name])),
) as [number, number, number]

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-soak-'))
const clock = { speed, realMs: Date.now(), simulatedMs: BEGIN_MS }
const engine = await startSoakEngine({
  ...clock,
  scenario: String(values.scenario),
  seed: Number(values.seed),
  troubleMinutes,
  excludeTag: EXCLUDE_TAG,
  // An answer may take a second of real time on a busy machine.
  rules: { ...limits, hoursOf: { Lab: { from: 20, lasts: 10 } }, toleranceMs: 1000 * speed },
})
const service = await startSoakService(
  engine.origin,
  {
    'engine-url': `${engine.origin}/ovirt-engine`,
    'engine-request-timeout': '600',
    'engine-read-interval': '600',
    'engine-event-interval': '60',
    'rest-port': '0',
    'xmlrpc-port': '0',
    'store-file': join(folder, 'store.db'),
    'units-directory': join(folder, 'plugins'),
    'legacy-directory': '',
    'log-level': 'info',
    'migrations-per-host': String(limits.perHost),
    'migrations-total': String(limits.total),
    // The search counts real seconds, as its thread has a clock of its own; the deadline around it does not.
    'planner-seconds': '600',
    'planner-interval': '1200',
    'automation-modes': '*=automatic',
    'automation-objectives': '*=balance',
    'automation-level': '5',
    'automation-windows': 'Lab=0 20 * * * for 10h in UTC',
    'automation-per-hour': String(limits.perHour),
    'automation-per-day': String(limits.perDay),
    'automation-exclude-tag': EXCLUDE_TAG,
  },
  clock,
)
try {
  await soak(engine, service)
} finally {
  if (typeof values.log === 'string') writeFileSync(values.log, service.process.output())
  await service.process.stop()
  await engine.stop()
  rmSync(folder, { recursive: true })
}

async function soak(engine: SoakEngine, service: SoakService): Promise<void> {
  const memory: MemorySample[] = []
  const figures: ProcessFigures[] = []
  const frozen = new Map<string, number>()
  let personMs = BEGIN_MS + PERSON_MS
  let day = 0
  const print = (row: Readonly<Record<string, unknown>>) =>
    printFigures({ bench: 'soak', ...row }, values.json === true)
  while (day < days) {
    await delay(LOOK_MS)
    const [now, { simulatedMs, violations, begun }] = [await readProcessFigures(service.origin), await engine.report()]
    if (Math.floor((simulatedMs - BEGIN_MS) / DAY_MS) > Math.floor(day))
      print({
        day: Math.floor(day) + 1,
        begun: begun.length,
        violations: violations.length,
        rssMiB: now.rssMiB,
        lagP99Ms: now.lagP99Ms,
      })
    day = (simulatedMs - BEGIN_MS) / DAY_MS
    memory.push({ day, rssMiB: now.rssMiB })
    figures.push(now)
    await service.runs()
    if (simulatedMs < personMs) continue
    personMs = simulatedMs + PERSON_MS
    for (const code of await service.thaw()) frozen.set(code, (frozen.get(code) ?? 0) + 1)
  }
  const runs = await atRest(service)
  const report = await engine.report()
  const { problems, ...steps } = reconcile(runs, report)
  const { isFlat, ...trend } = memoryTrend(memory)
  const [first, last] = [figures[0], figures.at(-1)]
  const complaints = countComplaints(service.process.output())
  for (const row of [report.troubles, report.refusals, Object.fromEntries(frozen), complaints])
    if (Object.keys(row).length > 0) print(row)
  print({ days: day, speed, runs: runs.length, begun: report.begun.length, ...steps })
  print({
    ...trend,
    lagP99Ms: Math.max(...figures.map(({ lagP99Ms }) => lagP99Ms)),
    lagWorstMs: Math.max(...figures.map(({ lagWorstMs }) => lagWorstMs)),
    cpuPercent: (((last?.cpuSeconds ?? 0) - (first?.cpuSeconds ?? 0)) * 1000 * 100) / (LOOK_MS * (figures.length - 1)),
  })
  failFor([
    ...report.violations,
    ...problems,
    ...(isFlat ? [] : [`memory grew from ${Math.round(trend.earlyMiB)} to ${Math.round(trend.lateMiB)} MiB`]),
    ...(report.begun.length === 0 ? ['nothing was moved, so that nothing was tried'] : []),
  ])
}

/** The runs once none is under way, or after a while. */
async function atRest(service: SoakService): Promise<readonly Run[]> {
  for (const untilMs = Date.now() + REST_MS; ; await delay(LOOK_MS)) {
    const runs = await service.runs()
    if (Date.now() > untilMs || runs.every(({ endedAtMs }) => endedAtMs !== undefined)) return runs
  }
}
