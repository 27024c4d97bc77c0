/**
 * What the built-in policies cost the service: 400 hosts of 25 guests, each in its turn within every 10 seconds, evaluated and planned
 * in a dry run: `node test/bench/host-policies.ts [--hosts 400] [--guests 25] [--seconds 60] [--json]`. Share of one core, RSS, and
 * how both grow from 10 hosts on. Reading hosts is not in it: see host-sampling.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from '../fakes/host-readings.ts'
import { defaultProgram, policyRounds } from '../fakes/policy-round.ts'
import { printRow } from './arguments.ts'

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '400' },
    guests: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
})
const INTERVAL_MS = 10_000
const never = async () => {
  throw new Error('a dry run touches nothing')
}
const knobs = { setBalloonTarget: never, setKsm: never, setCpuTune: never, setIoTune: never, pinVcpus: never }
const program = defaultProgram({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true })

const guest = (host: number, at: number, round: number): GuestReading =>
  aGuestReading({
    id: `${host}-${at}`,
    name: `vm-${host}-${at}`,
    guestMemory: { totalKiB: 3_145_728, unusedKiB: 1_000_000 + ((host + at * 7 + round * 13) % 50_000) },
  })

/** Half of the hosts are short of memory. */
const reading = (host: number, atMs: number) =>
  aHostReading({
    takenAtMs: atMs,
    ...(host % 2 === 0 && { memory: { totalKiB: 67_108_864, freeKiB: 6_000_000, availableKiB: 6_000_000 } }),
  })

async function measure(hosts: number, guests: number, seconds: number) {
  const rounds = Array.from({ length: hosts }, () => policyRounds(knobs, program, 'dry-run'))
  const begun = performance.now()
  const cpu = process.cpuUsage()
  let count = 0
  let worstMs = 0
  for (let turn = 0; performance.now() - begun < seconds * 1000; turn++) {
    const dueMs = begun + (turn * INTERVAL_MS) / hosts
    if (dueMs > performance.now()) await delay(dueMs - performance.now())
    const host = turn % hosts
    const round = Math.floor(turn / hosts)
    const list = Array.from({ length: guests }, (_, at) => guest(host, at, round))
    const startedMs = performance.now()
    await rounds[host]?.(reading(host, round * INTERVAL_MS), list)
    worstMs = Math.max(worstMs, performance.now() - startedMs)
    count += 1
  }
  const { user, system } = process.cpuUsage(cpu)
  const elapsedMs = performance.now() - begun
  return {
    bench: 'host-policies',
    hosts,
    guests,
    rounds: count,
    corePercent: Number(((user + system) / 10 / elapsedMs).toPrecision(3)),
    worstRoundMs: Number(worstMs.toPrecision(3)),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
  }
}

const most = Number(values.hosts)
for (const hosts of [10, 100, most].filter(count => count <= most))
  printRow(await measure(hosts, Number(values.guests), Number(values.seconds)), values.json)
