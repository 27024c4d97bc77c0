/**
 * The planner's search on the machine reassignment instances of the ROADEF/EURO challenge 2012:
 * `npm run --silent bench -- roadef2012 [--dir DIR] [--instances a1_1,…] [--seconds N] [--seed N]
 * [--threads N] [--json]`. One line per instance, then the average score, (cost - best known) / initial cost. Exit code 1: a
 * cost that the independent judge does not confirm, or a broken rule.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { positive, printRow } from './arguments.ts'
import { judge } from './roadef/judge.ts'
import { readInstance } from './roadef/read-instance.ts'
import { searchInThreads } from './roadef/search-in-threads.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: fileURLToPath(new URL('../../../shared/data/roadef2012', import.meta.url)) },
    instances: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    json: { type: 'boolean', default: false },
  },
})

if (!existsSync(values.dir)) {
  console.error(`The instances are not at ${values.dir}; name their directory: --dir DIR`)
  process.exit(1)
}
const [seconds, seed, threads] = [
  positive('seconds', values.seconds),
  positive('seed', values.seed),
  positive('threads', values.threads),
]
const bestKnown = readBestKnown(join(values.dir, 'best-known.csv'))
const present = namesIn(values.dir)
const wanted = values.instances === '' ? present : values.instances.split(',')
const absent = wanted.filter(name => !present.includes(name))
if (absent.length > 0) {
  console.error(`${values.dir} has no instance ${absent.join(', ')}; it has ${present.join(', ')}`)
  process.exit(1)
}
const scores: number[] = []
for (const name of wanted) {
  const instance = readInstance(join(values.dir, `model_${name}.txt`), join(values.dir, `assignment_${name}.txt`))
  const initial = judge(instance, instance.assignment)
  const startedMs = performance.now()
  const found = await searchInThreads({ instance, seed, seconds }, threads)
  const tookS = (performance.now() - startedMs) / 1000
  const { cost, problems } = judge(instance, found.host)
  const isConfirmed = problems.length === 0 && initial.cost === found.initialCost && cost === found.cost
  if (!isConfirmed) process.exitCode = 1
  const best = bestKnown.get(name)
  const scorePercent = best === undefined ? undefined : (100 * (cost - best)) / initial.cost
  if (scorePercent !== undefined) scores.push(scorePercent)
  printRow(
    {
      bench: 'roadef2012',
      instance: name,
      machines: instance.machines.length,
      processes: instance.processes.length,
      initial: initial.cost,
      cost,
      best,
      scorePercent: scorePercent === undefined ? undefined : Number(scorePercent.toFixed(4)),
      moved: instance.assignment.filter((machine, process) => found.host[process] !== machine).length,
      tried: found.tried,
      seconds: Number(tookS.toFixed(1)),
      seed,
      threads,
      ...(threads > 1 && { costs: found.costs.join(' ') }),
      isConfirmed,
      ...(problems.length > 0 && { problem: problems[0] }),
    },
    values.json,
  )
}
if (scores.length > 0) {
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length
  printRow(
    {
      bench: 'roadef2012',
      instances: scores.length,
      seconds,
      threads,
      averageScorePercent: Number(average.toFixed(4)),
    },
    values.json,
  )
}

function namesIn(dir: string): string[] {
  return readdirSync(dir)
    .flatMap(file => /^model_(.+)\.txt$/.exec(file)?.[1] ?? [])
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

function readBestKnown(file: string): ReadonlyMap<string, number> {
  if (!existsSync(file)) return new Map()
  const [header = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  const columns = header.split(',').map(column => column.trim())
  const [name, best] = [
    columns.findIndex(column => /inst/i.test(column)),
    columns.findIndex(column => /^(best|bk)/i.test(column)),
  ]
  return new Map(rows.map(row => row.split(',')).map(cells => [cells[name]?.trim() ?? '', Number(cells[best])]))
}
