/**
 * The balancer of CPUs beside both rules of vm-balancer on generated hosts, from the same placement and by the same demands:
 * `npm run --silent bench -- pinning [--hosts 240] [--largest 256] [--seed 1] [--dir DIR] [--moves N] [--json]`. Half of the hosts
 * have constant demands, half those of PlanetLab's traces. A round is 10 s, so that a sample of a trace holds for 30. `--moves`: how
 * many of ours in a round at most. Exit code 1: on average more spread in the end or more moves than another rule, or on any host
 * more than 5 % more spread.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import { failFor, positive, printFigures } from './arguments.ts'
import { broken, type HostRun, runHost } from './pinning/compare-rules.ts'
import { generateHosts } from './pinning/generate-hosts.ts'
import { comparisonTable, meansTable } from './pinning/tables.ts'
import { listTraces, readTrace } from './planetlab/read-trace.ts'

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
const others = ['old program', 'README swap'] as const

const trace = listTraces(values.dir).flatMap(file => [...readTrace(file)])
if (trace.length === 0) {
  console.error(`The traces (planetlab-*.csv.gz) are not in ${values.dir}; name their directory: --dir DIR`)
  process.exit(1)
}

const options = {
  count: Math.ceil(positive('hosts', values.hosts) / 2),
  seed: positive('seed', values.seed),
  largest: positive('largest', values.largest),
}
const hosts = [...generateHosts(options), ...generateHosts(options, trace)]
const runs = hosts.map(host => {
  const run = runHost(host, limits)
  for (const [rule, figures] of values.json ? Object.entries(run.figures) : []) {
    printFigures({ bench: 'pinning', host: host.name, rule, ...figures }, true)
  }
  return run
})

const show = (title: string, some: readonly HostRun[]) =>
  console.log(`${title}: ${some.length}, means\n${meansTable(some)}\n\n${comparisonTable(some, others)}\n`)
const ofFamily = (wanted: string) => runs.filter(({ host: { family } }) => family === wanted)
if (!values.json) {
  show('All hosts', runs)
  show('Constant demands', ofFamily('constant'))
  show('Demands of PlanetLab', ofFamily('traces'))
}
failFor(broken(runs, 'ours', others))
