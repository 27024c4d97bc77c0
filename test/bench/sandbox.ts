/**
 * What a plugin's sandbox costs, for each isolation this machine has: cold start, overhead of a call, memory of a process
 * with a large snapshot, and how soon the next call is answered after an endless loop and after a crash, with and without
 * a spare: `node test/bench/sandbox.ts [--rounds 10] [--json]`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LoadScriptDeps, loadScript } from '../../server/runtime/plugins/load-script.ts'
import { noGrant } from '../../server/runtime/plugins/parse-grants.ts'
import { readPluginFile } from '../../server/runtime/plugins/plugin-file.ts'
import { createSandbox } from '../../server/runtime/sandbox/create-sandbox.ts'
import { readProcessTree } from '../../server/runtime/sandbox/process-tree.ts'
import { watchProcesses } from '../../server/runtime/sandbox/watch-processes.ts'
import type { LoadedUnit } from '../../server/runtime/unit-runner.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { aLog } from '../fakes/log.ts'
import { percentile, timesOf } from './post-xml-rpc.ts'

const CALL_TIMEOUT_MS = 200

const plugin = `
import { accept, defineUnit, text } from 'ovirt-scheduler/sdk'
export default defineUnit({
  id: 'obedient',
  description: 'Does what it is told',
  parameters: { how: text({ label: 'How', help: 'How', pattern: '^.*$', default: '' }) },
  filter(_vm, _host, { how }) {
    if (how === 'loop') for (;;);
    if (how === 'crash') process.exit(1)
    return accept
  },
})
`

const snapshotOf = (hosts: number, vms: number): Snapshot =>
  aSnapshot({
    hosts: Array.from({ length: hosts }, (_, n) =>
      aHost({ id: `11111111-1111-1111-1111-${String(n).padStart(12, '0')}` }),
    ),
    vms: Array.from({ length: vms }, (_, n) =>
      aVm({
        id: `33333333-3333-3333-3333-${String(n).padStart(12, '0')}`,
        hostId: `11111111-1111-1111-1111-${String(n % hosts).padStart(12, '0')}`,
      }),
    ),
  })

const ask = ({ runner }: LoadedUnit, snapshot: Snapshot, how = '') => {
  const [vm] = snapshot.vms
  if (runner.needs !== 'facts' || runner.filter === undefined || vm === undefined) throw new Error('no filter')
  return runner.filter({ snapshot, vm, hosts: snapshot.hosts }, { values: { how }, properties: {} })
}

/** Makes it fail, then asks again until it answers: how long that took after the failure was known. */
async function recoveryMs(unit: LoadedUnit, snapshot: Snapshot, how: string): Promise<number> {
  await ask(unit, snapshot, how).catch(() => undefined)
  const startedMs = performance.now()
  for (;;) {
    const answer = await ask(unit, snapshot).catch(() => undefined)
    if (answer !== undefined) return performance.now() - startedMs
  }
}

const medianOf = async (rounds: number, measure: () => Promise<number>): Promise<number> => {
  const taken: number[] = []
  for (let round = 0; round < rounds; round++) taken.push(await measure())
  return percentile(
    taken.sort((a, b) => a - b),
    0.5,
  )
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
    strict: false,
  })
  const rounds = Number(values.rounds)
  const print = (row: Readonly<Record<string, unknown>>) => {
    if (values.json) console.log(JSON.stringify({ bench: 'sandbox', ...row }))
    else
      console.log(
        Object.entries(row)
          .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`)
          .join(', '),
      )
  }
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-bench-'))
  await writeFile(join(directory, 'obedient.ts'), plugin)
  const file = await readPluginFile(join(directory, 'obedient.ts'))
  const watch = watchProcesses()
  try {
    for (const wrapper of ['bwrap', 'unshare', 'permission'] as const) {
      const sandbox = await createSandbox(wrapper === 'permission' ? 'runtime' : 'auto', [wrapper])
      if (sandbox.wrapper !== wrapper) {
        print({ wrapper, skipped: sandbox.shortfall })
        continue
      }
      const pids: number[] = []
      const deps = (hasSpare: boolean): LoadScriptDeps => ({
        sandbox: {
          ...sandbox,
          spawn(process) {
            const child = sandbox.spawn(process)
            if (child.pid !== undefined) pids.push(child.pid)
            return child
          },
        },
        watch,
        limits: { callTimeoutMs: CALL_TIMEOUT_MS, loadTimeoutMs: 10_000, memoryMiB: 128, hasSpare },
        stagingDirectory: join(directory, 'staged'),
        fetch: async () => ({ status: 404, body: '' }),
        environment: {},
        productVersion: '0.1.0',
        sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
        log: aLog().log,
      })
      const load = async (hasSpare: boolean) => {
        const loaded = await loadScript(file, noGrant, deps(hasSpare))
        const [unit] = loaded.units
        if (unit === undefined) throw new Error('no unit')
        return { loaded, unit }
      }
      const coldStartMs = await medianOf(rounds, async () => {
        const startedMs = performance.now()
        const { loaded } = await load(false)
        const tookMs = performance.now() - startedMs
        await loaded.close()
        return tookMs
      })
      print({ wrapper, level: sandbox.level, coldStartMs })

      const { loaded, unit } = await load(false)
      for (const hosts of [2, 400]) {
        const snapshot = snapshotOf(hosts, hosts)
        await timesOf(() => ask(unit, snapshot), 0.5)
        const times = await timesOf(() => ask(unit, snapshot), 2)
        print({ wrapper, hosts, calls: times.length, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) })
      }
      const rss = () => readProcessTree(pids.at(-1) ?? 0).rssBytes / 1_048_576
      const big = snapshotOf(400, 10_000)
      await ask(unit, big)
      print({ wrapper, snapshot: '400 hosts, 10000 VMs', rssMiB: rss() })
      await loaded.close()

      for (const hasSpare of [true, false]) {
        const small = snapshotOf(2, 2)
        for (const how of ['loop', 'crash']) {
          const afterMs = await medianOf(rounds, async () => {
            const trial = await load(hasSpare)
            try {
              await ask(trial.unit, small)
              // Long enough for the spare to be ready, as it is at any time but the first.
              if (hasSpare) await new Promise(resolve => setTimeout(resolve, 400))
              return await recoveryMs(trial.unit, small, how)
            } finally {
              await trial.loaded.close()
            }
          })
          print({ wrapper, after: how, spare: hasSpare, answeredAgainMs: afterMs })
        }
      }
    }
  } finally {
    watch.close()
    await rm(directory, { recursive: true })
  }
}

if (import.meta.main) await main()
