/**
 * The service's side of the benchmark: `node host-sampling-fleet.ts SOCKET HOSTS INTERVAL_MS SECONDS` keeps so many hosts
 * connected and sampled through the fleet, and prints one line of JSON: what that cost once all were connected.
 */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { sleep } from '../../server/cycles/sleep.ts'
import type { Dial } from '../../server/hosts/host-client.ts'
import { HostError } from '../../server/hosts/host-error.ts'
import { createHostFleet, type SampleReport } from '../../server/hosts/host-fleet.ts'
import { guestReadingSchema, hostReadingSchema } from '../../shared/model/host-reading.ts'
import { aFleetHost } from '../fakes/host-fleet.ts'
import { aLog } from '../fakes/log.ts'

const [socket = '', hosts = 0, intervalMs = 0, seconds = 0] = process.argv
  .slice(2)
  .map((given, at) => (at === 0 ? given : Number(given))) as [string, number, number, number]

const answerSchema = z.object({ id: z.number(), answer: z.unknown() })
const guestsSchema = z.array(guestReadingSchema)
const unsupported = async () => {
  throw new HostError('host-unsupported', 'These hosts have no knobs.')
}

/** A client as an implementation of HostClient has it: a socket, calls by number, and answers that are parsed. */
const dial: Dial = async (_onEvent, signal) => {
  const client = connect(socket)
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve).once('error', reject)
    signal.addEventListener('abort', () => client.destroy(), { once: true })
  })
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>()
  const calls = new Map<number, (answer: unknown) => void>()
  let told = 0
  client.on('error', end).on('close', () => end(new HostError('host-unreachable', 'closed')))
  createInterface(client).on('line', line => {
    const { id, answer } = answerSchema.parse(JSON.parse(line))
    calls.get(id)?.(answer)
    calls.delete(id)
  })
  const ask = (asked: 'host' | 'guests') => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    told += 1
    calls.set(told, resolve)
    client.write(`${JSON.stringify({ id: told, asked })}\n`)
    return promise
  }
  return {
    software: 'benchmark',
    ended,
    close: () => client.destroy(),
    readHost: async () => hostReadingSchema.parse(await ask('host')),
    listGuests: async () => guestsSchema.parse(await ask('guests')),
    setBalloonTarget: unsupported,
    setKsm: unsupported,
    setCpuTune: unsupported,
    setIoTune: unsupported,
    pinVcpus: unsupported,
  }
}

let samples: SampleReport[] = []
let skipped = 0
const fleet = createHostFleet({
  viaOf: () => ({ kind: 'vdsm' }),
  dialOf: () => dial,
  sampleIntervalMs: intervalMs,
  concurrency: 32,
  callTimeoutMs: 10_000,
  onSampled: sample => samples.push(sample),
  onSkipped: () => {
    skipped += 1
  },
  sleep,
  now: Date.now,
  random: Math.random,
  log: aLog().log,
})
fleet.follow(Array.from({ length: hosts }, (_, at) => aFleetHost({ id: `host${at}` })))
while (fleet.list().some(({ reading }) => reading === undefined)) await delay(100)
// One whole round more, so that code is compiled and memory has its shape.
await delay(intervalMs)

samples = []
skipped = 0
const cpuBefore = process.cpuUsage()
const beganMs = performance.now()
let peakRss = 0
while (performance.now() - beganMs < seconds * 1000) {
  peakRss = Math.max(peakRss, process.memoryUsage.rss())
  await delay(250)
}
const { user, system } = process.cpuUsage(cpuBefore)
const tookMs = performance.now() - beganMs
const durations = samples.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b)
console.log(
  JSON.stringify({
    hosts,
    samples: samples.length,
    failed: samples.filter(({ outcome }) => outcome !== 'ok').length,
    skipped,
    cpuPercent: Number(((user + system) / 10 / tookMs).toFixed(2)),
    rssMiB: Math.round(peakRss / 2 ** 20),
    worstLateMs: Math.max(...samples.map(({ lateMs }) => lateMs)),
    p50Ms: durations[Math.floor(durations.length / 2)],
    worstMs: durations.at(-1),
  }),
)
fleet.close()
process.exit(0)
