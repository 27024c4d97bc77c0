/**
 * What the built-in policies and the balancers cost the service: 400 hosts of 25 guests, each in its turn within every 10 seconds, evaluated
 * and planned in a dry run: `node test/bench/host-policies.ts [--hosts 400] [--guests 25] [--seconds 60] [--only policies] [--json]`.
 * Share of one core, RSS, and how both grow from 10 hosts on: of the policies alone, and with pins, memory and the arbiter. Reading hosts
 * is not in it: see host-sampling.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { collectorsOf } from '../../server/tuning/collectors/collectors-of.ts'
import { USUAL_HISTORY_LENGTH, usualCollectors } from '../../server/tuning/collectors/usual-collectors.ts'
import { controllerNames } from '../../server/tuning/knobs/controllers.ts'
import { usualMemoryLimits } from '../../server/tuning/memory/usual-memory-limits.ts'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import { createTouchedKnobs } from '../../server/tuning/restore/touched-knobs.ts'
import { createTunedHosts } from '../../server/tuning/tuned-hosts.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import { aGuestReading, aHostReading } from '../fakes/host-readings.ts'
import { aLog } from '../fakes/log.ts'
import { defaultProgram, policyRounds } from '../fakes/policy-round.ts'
import { printRow } from './arguments.ts'

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '400' },
    guests: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const INTERVAL_MS = 10_000
const CORES = 32
const never = async () => {
  throw new Error('a dry run touches nothing')
}
const knobs = { setBalloonTarget: never, setKsm: never, setCpuTune: never, setIoTune: never, pinVcpus: never }
const program = defaultProgram({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true })
const cpus = Array.from({ length: CORES }, (_, id) => ({
  ...{ id, nodeId: id < CORES / 2 ? 0 : 1, socketId: id < CORES / 2 ? 0 : 1, coreId: id },
  use: { userPercent: 30, systemPercent: 10, idlePercent: 60 },
}))

/** Two vCPUs, a little more or less busy from round to round, on the first cores of the host: there is something to even out. */
const guest = (host: number, at: number, round: number): GuestReading =>
  aGuestReading({
    id: `${host}-${at}`,
    name: `vm-${host}-${at}`,
    guestMemory: {
      totalKiB: 3_145_728,
      unusedKiB: 1_000_000 + ((host + at * 7 + round * 13) % 50_000),
      usableKiB: 1_500_000 + ((host + at * 7 + round * 13) % 50_000),
      ageMs: 2000,
    },
    vcpus: [0, 1].map(index => ({
      ...{
        index,
        state: 'running' as const,
        onCpuId: (at * 2 + index) % (CORES / 2),
        pinnedTo: cpus.map(({ id }) => id),
      },
      timeNs: round * INTERVAL_MS * 1e4 * (20 + ((at * 11 + index * 5) % 60)) + ((at + round * 3) % 7) * 5e7,
      delayNs: round * INTERVAL_MS * 1e4 * (at % 5),
    })),
  })

/** Half of the hosts are short of memory. */
const reading = (host: number, atMs: number): HostReading =>
  aHostReading({
    ...{ takenAtMs: atMs, cpus },
    ...(host % 2 === 0 && { memory: { totalKiB: 67_108_864, freeKiB: 3_000_000, availableKiB: 3_000_000 } }),
  })

/** One round of a host. */
type Round = (host: number, reading: HostReading, guests: readonly GuestReading[]) => Promise<unknown>

function policiesAlone(hosts: number): Round {
  const rounds = Array.from({ length: hosts }, () => policyRounds(knobs, program, 'dry-run'))
  return async (host, reading, guests) => rounds[host]?.(reading, guests)
}

async function withBalancers(): Promise<Round> {
  const settings: ClusterTuning = { mode: 'dry-run', takeOver: true, pinning: 'dry-run', memory: 'balancer' }
  const touched = createTouchedKnobs({ listTouchedHosts: async () => [], putTouchedHost: never })
  let ids = 0
  let nowMs = 0
  const tuned = createTunedHosts({
    ...collectorsOf(usualCollectors),
    ...{ settingsOf: () => settings, policyOf: () => ({ program }), slaOf: () => undefined, touched },
    ...{ controllers: controllerNames, historyLength: USUAL_HISTORY_LENGTH, intervalS: INTERVAL_MS / 1000 },
    balance: () => ({
      pins: { limits: usualPinLimits, reservedCpuIds: new Set(), longestGapMs: 3 * INTERVAL_MS },
      ...{ memory: usualMemoryLimits, staleMs: 3 * INTERVAL_MS, standingOf: () => undefined },
    }),
    ...{
      leavingOf: () => new Map(),
      cannotAsk: () => undefined,
      hostOf: () => undefined,
      takeFromMom: never,
      handOn: async () => undefined,
    },
    knobsOf: () => ({ ...knobs, readHost: never, listGuests: never }),
    ...{ now: () => nowMs, newId: () => `${ids++}`, log: aLog().log },
  })
  return (host, reading, guests) => {
    const { takenAtMs } = reading
    nowMs = takenAtMs
    return tuned.onSample({
      ...{ id: `${host}`, name: `host${host}`, cluster: { id: 'c', name: 'Default' }, via: { kind: 'simulated' } },
      ...{ standing: 'connected', sinceMs: 0, lostConnections: 0, reading, readAtMs: takenAtMs },
      guests: { takenAtMs, readAtMs: takenAtMs, guests },
    })
  }
}

const kinds: Readonly<Record<string, (hosts: number) => Round | Promise<Round>>> = {
  policies: policiesAlone,
  balancers: withBalancers,
}

async function measure(kind: string, hosts: number, guests: number, seconds: number) {
  const round = (await kinds[kind]?.(hosts)) ?? never
  const begun = performance.now()
  const cpu = process.cpuUsage()
  let count = 0
  let worstMs = 0
  for (let turn = 0; performance.now() - begun < seconds * 1000; turn++) {
    const dueMs = begun + (turn * INTERVAL_MS) / hosts
    if (dueMs > performance.now()) await delay(dueMs - performance.now())
    const host = turn % hosts
    const at = 1 + Math.floor(turn / hosts)
    const list = Array.from({ length: guests }, (_, index) => guest(host, index, at))
    const startedMs = performance.now()
    await round(host, reading(host, at * INTERVAL_MS), list)
    worstMs = Math.max(worstMs, performance.now() - startedMs)
    count += 1
  }
  const { user, system } = process.cpuUsage(cpu)
  const elapsedMs = performance.now() - begun
  return {
    bench: 'host-policies',
    kind,
    hosts,
    guests,
    rounds: count,
    corePercent: Number(((user + system) / 10 / elapsedMs).toPrecision(3)),
    worstRoundMs: Number(worstMs.toPrecision(3)),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
  }
}

const most = Number(values.hosts)
for (const kind of Object.keys(kinds).filter(one => one === (values.only ?? one)))
  for (const hosts of [10, 100, most].filter(count => count <= most))
    printRow(await measure(kind, hosts, Number(values.guests), Number(values.seconds)), values.json)
