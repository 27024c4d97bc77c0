/**
 * What it costs to ask so many hosts for all their figures: `node test/bench/host-sampling.ts [--hosts 10,100,400]
 * [--interval 10] [--seconds 30] [--json]`. The hosts run in a process of their own. Exit code 1: beyond the budget, late, or an error.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { positive, printRow } from './arguments.ts'

/** For up to 400 hosts with 25 VMs each, every 10 s. */
const budget = { cpuPercent: 15, rssMiB: 300, worstLateMs: 1000 } as const

type Figures = Readonly<
  Record<
    'hosts' | 'samples' | 'failed' | 'skipped' | 'cpuPercent' | 'rssMiB' | 'worstLateMs' | 'p50Ms' | 'worstMs',
    number
  >
>

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10,100,400' },
    interval: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  },
  // When all benchmarks run, each is given the options of the others too.
  strict: false,
})
const seconds = positive('seconds', String(values.seconds))
const intervalMs = positive('interval', String(values.interval)) * 1000

const folder = await mkdtemp(join(tmpdir(), 'ovirt-scheduler-hosts-bench-'))
const socket = join(folder, 'hosts')
const hosts = start('host-sampling-hosts.ts', socket)
const ended = once(hosts, 'exit')
try {
  await Promise.race([
    once(createInterface(hosts.stdout), 'line'),
    ended.then(() => Promise.reject(new Error('the hosts did not start'))),
  ])
  for (const count of String(values.hosts).split(',')) {
    const figures = await sample(positive('hosts', count))
    printRow({ bench: 'host-sampling', ...figures }, Boolean(values.json))
    if (!isWithinBudget(figures)) process.exitCode = 1
  }
} finally {
  hosts.stdin.end()
  await ended
  await rm(folder, { recursive: true })
}
if (process.exitCode === 1)
  console.error(
    `more than ${budget.cpuPercent} % of a core or ${budget.rssMiB} MiB, or a sample was late by ${budget.worstLateMs} ms or failed`,
  )

async function sample(count: number): Promise<Figures> {
  const fleet = start('host-sampling-fleet.ts', socket, String(count), String(intervalMs), String(seconds))
  const exited = once(fleet, 'exit')
  const [line] = await Promise.race([
    once(createInterface(fleet.stdout), 'line'),
    exited.then(() => Promise.reject(new Error(`the fleet of ${count} hosts failed`))),
  ])
  await exited
  return JSON.parse(String(line)) as Figures
}

function isWithinBudget({ cpuPercent, rssMiB, worstLateMs, failed, skipped }: Figures): boolean {
  const isCheap = cpuPercent <= budget.cpuPercent && rssMiB <= budget.rssMiB
  return isCheap && worstLateMs < budget.worstLateMs && failed === 0 && skipped === 0
}

function start(script: string, ...args: string[]): ChildProcessByStdio<Writable, Readable, null> {
  const file = fileURLToPath(new URL(`./${script}`, import.meta.url))
  return spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}
