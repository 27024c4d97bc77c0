/**
 * Consolidation policies over a day of PlanetLab demand in CloudSim's setting, beside CloudSim's published figures:
 * `npm run --silent bench -- planetlab [--file FILE.csv.gz | --dir DIR] [--policies a,b] [--steps N] [--seed N]
 * [--memory ignored|enforced] [--idle-vms stay|end] [--seen now|late] [--json]`. One line per day and policy. CloudSim counts memory only where VMs are first
 * placed (`ignored`, the default: with memory, 320 and more hosts are needed where its results use 70), and ends a VM for good when it once
 * asks for nothing (`end`; more than half of them in a day). By default they stay, which is more work than CloudSim's figures are of.
 * Its policies see what each VM asks for until the next step; with `late`, what it asked for until this one, as monitoring does.
 */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { policies } from './planetlab/policies/index.ts'
import type { PolicyFactory } from './planetlab/policy.ts'
import { publishedMedians, publishedOf } from './planetlab/published.ts'
import { listTraces, readTrace } from './planetlab/read-trace.ts'
import { seenLate } from './planetlab/seen-late.ts'
import { STEPS_PER_DAY } from './planetlab/setting.ts'
import { simulate } from './planetlab/simulate.ts'
import { table } from './planetlab/table.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
    file: { type: 'string' },
    policies: { type: 'string', default: '' },
    steps: { type: 'string', default: String(STEPS_PER_DAY) },
    seed: { type: 'string', default: '1' },
    memory: { type: 'string', default: 'ignored' },
    'idle-vms': { type: 'string', default: 'stay' },
    seen: { type: 'string', default: 'now' },
    json: { type: 'boolean', default: false },
  },
})

const steps = Number(values.steps)
if (!Number.isInteger(steps) || steps < 1 || steps > STEPS_PER_DAY) {
  fail(`--steps must be a whole number from 1 to ${STEPS_PER_DAY}, not "${values.steps}"`)
}
const seed = Number(values.seed)
if (!Number.isInteger(seed) || seed < 1) fail(`--seed must be a whole number above 0, not "${values.seed}"`)
const memory = oneOf('memory', values.memory, ['ignored', 'enforced'])
const idleVms = oneOf('idle-vms', values['idle-vms'], ['stay', 'end'])
const seen = oneOf('seen', values.seen, ['now', 'late'])
const known = Object.keys(policies)
const wanted = values.policies === '' ? known : values.policies.split(',')
const unknown = wanted.filter(name => !known.includes(name))
if (unknown.length > 0) fail(`There is no policy ${unknown.join(', ')}; there are ${known.join(', ')}`)

for (const file of filesOf(values)) {
  const day = basename(file).replace(/^planetlab-|\.csv\.gz$/g, '')
  const trace = readTrace(file)
  const published = [...(publishedOf[day] ?? []), ...publishedMedians]
  const measured = wanted.map(name => {
    const prompt = (policies[name] as PolicyFactory)(seed)
    const policy = seen === 'late' ? seenLate(prompt) : prompt
    const asked = { policy, steps, isMemoryHard: memory === 'enforced', isIdleGone: idleVms === 'end' }
    const row = { policy: name, ...simulate(trace, { ...asked, nowMs: () => performance.now() }) }
    if (values.json) print({ bench: 'planetlab', day, vms: trace.length, steps, seed, memory, idleVms, seen, ...row })
    return row
  })
  if (values.json) for (const row of published) print({ bench: 'planetlab', day, published: true, ...row })
  else
    console.log(
      `Day ${day}, ${trace.length} VMs; memory ${memory}, idle VMs ${idleVms}, seen ${seen}\n${table([...measured, ...published])}\n`,
    )
}

function filesOf({ file, dir }: Readonly<{ file?: string; dir: string }>): string[] {
  if (file !== undefined) return existsSync(file) ? [file] : fail(`There is no file ${file}`)
  const found = listTraces(dir)
  if (found.length === 0) fail(`The traces (planetlab-*.csv.gz) are not in ${dir}; name their directory: --dir DIR`)
  return found
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  return known.find(one => one === value) ?? fail(`--${name} must be ${known.join(' or ')}, not "${value}"`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

function print(row: Readonly<Record<string, unknown>>): void {
  const rounded = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'number' ? Number(value.toPrecision(6)) : value,
  ])
  console.log(JSON.stringify(Object.fromEntries(rounded)))
}
