/**
 * How long the snapshot of a large engine takes and how much memory it needs at most, JSON text included:
 * `node test/bench/snapshot.ts [--reads 5] [--json]`. Exit code 1: beyond the budget.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** The promise this benchmark holds, for 400 hosts and 10,000 VMs. */
export const snapshotBudget = { seconds: 5, peakRssMiB: 400 } as const

export type SnapshotFigures = Readonly<{
  /** 1: the first read of the process, with its login. */
  read: number
  seconds: number
  requests: number
  hosts: number
  vms: number
  /** Before the first read, and at most until the end of this one. */
  startRssMiB: number
  peakRssMiB: number
}>

type Child = ChildProcessByStdio<Writable, Readable, null>

/** Engine and reader run in processes of their own. Several reads show whether memory grows. */
export async function benchSnapshot({ reads }: Readonly<{ reads: number }>): Promise<SnapshotFigures[]> {
  const engine = start('snapshot-engine.ts', 'big')
  const engineExited = once(engine, 'exit')
  try {
    const [origin] = await Promise.race([
      once(createInterface(engine.stdout), 'line'),
      engineExited.then(() => Promise.reject(new Error('the simulated engine did not start'))),
    ])
    return await readFigures(start('snapshot-client.ts', String(origin), String(reads)))
  } finally {
    engine.stdin.end()
    await engineExited
  }
}

async function readFigures(client: Child): Promise<SnapshotFigures[]> {
  const exited = once(client, 'exit')
  const figures: SnapshotFigures[] = []
  for await (const line of createInterface(client.stdout)) figures.push(JSON.parse(line) as SnapshotFigures)
  const [code] = await exited
  if (code !== 0) throw new Error(`the reader failed with exit code ${code}`)
  return figures
}

function start(script: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(`./${script}`, import.meta.url))
  return spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}

export const isWithinBudget = ({ seconds, peakRssMiB }: SnapshotFigures): boolean =>
  seconds <= snapshotBudget.seconds && peakRssMiB <= snapshotBudget.peakRssMiB

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { reads: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
    // When all benchmarks run, each is given the options of the others too.
    strict: false,
  })
  const figures = await benchSnapshot({ reads: Number(values.reads) })
  for (const row of figures) {
    const { read, seconds, requests, hosts, vms, startRssMiB, peakRssMiB } = row
    if (values.json) console.log(JSON.stringify({ bench: 'snapshot', ...row }))
    else
      console.log(
        `snapshot ${read}: ${hosts} hosts and ${vms} VMs in ${seconds.toFixed(2)} s and ${requests} requests, ` +
          `memory ${startRssMiB.toFixed(0)} MiB before, ${peakRssMiB.toFixed(0)} MiB at most`,
      )
  }
  if (!figures.every(isWithinBudget)) {
    console.error(`a snapshot took more than ${snapshotBudget.seconds} s or ${snapshotBudget.peakRssMiB} MiB`)
    process.exitCode = 1
  }
}

if (import.meta.main) await main()
