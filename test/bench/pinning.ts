/**
 * The balancer of CPUs beside both rules of vm-balancer on generated hosts, from the same placement and by the same demands:
 * `npm run --silent bench -- pinning [--hosts 240] [--largest 256] [--seed 1] [--dir DIR] [--moves N] [--json]`. Half of the hosts
 * have constant demands, half those of PlanetLab's traces. A round is 10 s, so that a sample of a trace holds for 30.
 * `--moves`: how many of ours in a round at most. Exit code 1: on average more spread or more moves than another rule, or on any host more than 5 % more spread.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import { failFor, positive, printFigures } from './arguments.ts'
import { compare, type HostRun, meansOf, runHost } from './pinning/compare-rules.ts'
import { generateHosts } from './pinning/generate-hosts.ts'
import { oldRule } from './pinning/old-rule.ts'
import { ourRule } from './pinning/our-rule.ts'
import { swapRule } from './pinning/swap-rule.ts'
import { comparisonTable, meansTable } from './pinning/tables.ts'
import { listTraces, readTrace } from './planetlab/read-trace.ts'

const ROUND_MS = 10_000
const TRACE_SAMPLE_MS = 300_000

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '240' },
    largest: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    moves: { type: 'string', default: String(usualPinLimits.movesPerRound) },
    dir: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
    json: { type: 'boolean', default: false },
  },
})

const limits = { ...usualPinLimits, movesPerRound: positive('moves', values.moves) }
const { residenceMs, loadChangePercent } = limits
const rules = { 'old program': oldRule, 'README swap': swapRule, ours: ourRule(limits) }
const ruleNames = Object.keys(rules)
const others = ruleNames.filter(name => name !== 'ours')

const trace = listTraces(values.dir).flatMap(file => [...readTrace(file)])
if (trace.length === 0) {
  console.error(`The traces (planetlab-*.csv.gz) are not in ${values.dir}; name their directory: --dir DIR`)
  process.exit(1)
}

const options = {
  count: Math.ceil(positive('hosts', values.hosts) / 2),
  seed: positive('seed', values.seed),
  largest: positive('largest', values.largest),
  roundsPerSample: TRACE_SAMPLE_MS / ROUND_MS,
}
const hosts = [...generateHosts(options), ...generateHosts(options, trace)]
const runs = hosts.map(host => {
  const run = runHost(host, rules, { roundMs: ROUND_MS, residenceMs, loadChangePercent })
  if (values.json) {
    for (const [rule, figures] of Object.entries(run.figures)) {
      printFigures({ bench: 'pinning', host: host.name, rule, ...figures }, true)
    }
  }
  return run
})

const show = (title: string, some: readonly HostRun[]) =>
  console.log(
    `${title}: ${some.length}, means\n${meansTable(some, ruleNames)}\n\n${comparisonTable(some, 'ours', others, ['finalSpread', 'meanSpread', 'waitedPercent', 'moves'])}\n`,
  )
if (!values.json) {
  show('All hosts', runs)
  for (const family of ['constant', 'traces'])
    show(
      family,
      runs.filter(({ host }) => host.family === family),
    )
}

const ours = meansOf(runs, 'ours')
for (const other of others) {
  const theirs = meansOf(runs, other)
  const onAverage = (['finalSpread', 'moves'] as const).filter(by => ours[by] >= theirs[by])
  const { tooMuchWorse } = compare(runs, 'ours', other, 'finalSpread')
  const complaints = [
    ...onAverage.map(
      by => `ours is not better than ${other} by ${by}: ${ours[by].toFixed(1)}, ${theirs[by].toFixed(1)}`,
    ),
    ...tooMuchWorse.map(
      ({ host, ours, theirs }) => `more spread than ${other} on ${host.name}: ${ours.toFixed(1)}, ${theirs.toFixed(1)}`,
    ),
  ]
  failFor(complaints)
}
