/**
 * The planner on re-planning instances of BtrPlace: `npm run --silent bench -- btrplace [--dir DIR | --file FILE.json.gz]
 * [--seconds N] [--json]`. One line per instance. Exit code 1: a plan that the judge of plans or the judge of
 * BtrPlace's constraints does not confirm.
 */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { judgePlan } from '../fakes/judge-plan.ts'
import { positive, printRow } from './arguments.ts'
import { judge } from './btrplace/judge.ts'
import { planActions } from './btrplace/plan-actions.ts'
import { planFor } from './btrplace/plan-for.ts'
import { readInstance } from './btrplace/read-instance.ts'
import { toChange } from './btrplace/to-change.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: fileURLToPath(new URL('../../../shared/data/btrplace', import.meta.url)) },
    file: { type: 'string' },
    seconds: { type: 'string', default: '25' },
    json: { type: 'boolean', default: false },
  },
})
const files = values.file === undefined ? filesIn(values.dir) : [values.file]
const absent = files.find(file => !existsSync(file))
if (absent !== undefined || files.length === 0) {
  console.error(`There is no instance at ${absent ?? values.dir}; name one: --file FILE.json.gz, or several: --dir DIR`)
  process.exit(1)
}
const seconds = positive('seconds', values.seconds)

for (const file of files) {
  const instance = readInstance(file)
  const startedMs = performance.now()
  const question = toChange(instance)
  const { target, plan } = planFor(question, seconds)
  const planSeconds = (performance.now() - startedMs) / 1000
  const actions = planActions(question, plan)
  const judged = judge(instance, actions)
  const problems = [...judgePlan({ ...question.change, target }, plan).problems, ...judged.problems]
  const isConfirmed = problems.length === 0
  if (!isConfirmed) process.exitCode = 1
  const count = (kind: string) => actions.filter(action => action.kind === kind).length
  printRow(
    {
      bench: 'btrplace',
      instance: basename(file).replace(/\.json(\.gz)?$/, ''),
      nodes: question.nodeIds.length,
      vms: question.vmIds.length,
      constraints: instance.constraints.length,
      moves: actions.length,
      migrations: count('migrate'),
      starts: count('boot'),
      growths: count('allocate'),
      parkings: plan.moves.filter(({ isParking }) => isParking).length,
      blocked: plan.blocked.length,
      makespanS: plan.makespanS,
      sumOfEndsS: judged.sumOfEndsS,
      planSeconds: Number(planSeconds.toFixed(2)),
      problems: problems.length,
      isConfirmed,
      ...(problems.length > 0 && { problem: problems[0] }),
    },
    values.json,
  )
}

function filesIn(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .filter(file => /\.json(\.gz)?$/.test(file))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map(file => join(dir, file))
}
