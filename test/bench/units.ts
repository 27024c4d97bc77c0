/**
 * Plugins over real HTTP: one TypeScript filter, three in one call, and an unchanged Python filter, beside the original
 * daemon with the same Python filters when its source is given; then 64 callers at once, and on demand many calls with
 * the memory of the service: `node test/bench/units.ts [--peer DIR] [--hosts 2,50,200,400] [--seconds 3]
 * [--calls 1000000] [--json]`. Exit code 1: slower than promised, a wrong answer, or an error.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { isStruct } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { startOriginalDaemon } from '../fakes/original-daemon.ts'
import { type Post, percentile, postTo, timesOf } from './post-xml-rpc.ts'
import { startUnitsEndpoint } from './start-units-endpoint.ts'
import { filterRequest, pythonNames, pythonPlugin, scriptNames, scriptPlugin } from './units-question.ts'

/** How many times faster than the original daemon, at the median. */
const PROMISED = { 'one TypeScript unit': 50, 'three TypeScript units': 80, 'one Python unit': 8 } as const
type Case = keyof typeof PROMISED
const CALLERS_AT_ONCE = 64

const print = (json: boolean, bench: string, row: Readonly<Record<string, unknown>>) => {
  if (json) console.log(JSON.stringify({ bench, ...row }))
  else
    console.log(
      `${bench}: ${Object.entries(row)
        .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
        .join(', ')}`,
    )
}

/** The hosts let through, in one order; throws when the call failed. */
function keptHosts(reply: string): string {
  const value = decodeReply(reply)
  if (!isStruct(value) || value.result_code !== 0 || !Array.isArray(value.result))
    throw new Error(`no answer: ${reply}`)
  return value.result.toSorted().join(' ')
}

async function measure(post: Post, document: Buffer, seconds: number): Promise<{ times: number[]; kept: string }> {
  const kept = keptHosts(await post(document))
  await timesOf(() => post(document), seconds / 4)
  return { times: await timesOf(() => post(document), seconds), kept }
}

/** Many calls by many callers; every answer is compared. */
async function callTogether(
  post: Post,
  document: Buffer,
  kept: string,
  calls: number,
  onShare: (done: number) => Promise<void>,
) {
  const times: number[] = []
  let started = 0
  let wrong = 0
  const expected = await post(document)
  if (keptHosts(expected) !== kept) throw new Error('the answers differ')
  const share = Math.max(1, Math.floor(calls / 10))
  const caller = async () => {
    while (started < calls) {
      started += 1
      const number = started
      const startedMs = performance.now()
      const reply = await post(document)
      const tookMs = performance.now() - startedMs
      if (times.length < 100_000) times.push(tookMs)
      if (reply !== expected) wrong += 1
      if (number % share === 0) await onShare(number)
    }
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: CALLERS_AT_ONCE }, caller))
  return { times: times.sort((a, b) => a - b), wrong, seconds: (performance.now() - startedMs) / 1000 }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      peer: { type: 'string' },
      hosts: { type: 'string', default: '2,50,200,400' },
      seconds: { type: 'string', default: '3' },
      calls: { type: 'string', default: '20000' },
      json: { type: 'boolean', default: false },
    },
  })
  const { json } = values
  const seconds = Number(values.seconds)
  const directory = await mkdtemp(join(tmpdir(), 'units-bench-'))
  const daemonDirectory = await mkdtemp(join(tmpdir(), 'units-bench-daemon-'))
  let failed = false
  try {
    await writeFile(join(directory, 'script.ts'), scriptPlugin)
    await writeFile(join(directory, 'plugin.py'), pythonPlugin)
    await writeFile(join(daemonDirectory, 'plugin.py'), pythonPlugin)
    for (const hosts of values.hosts.split(',').map(Number)) {
      const ours = await startUnitsEndpoint(directory, hosts)
      const { post, close } = postTo(ours.port)
      const daemon = values.peer === undefined ? undefined : await startOriginalDaemon(values.peer, daemonDirectory)
      const theirs = daemon && postTo(daemon.port)
      try {
        const cases: [Case, string[], string[]][] = [
          ['one TypeScript unit', scriptNames.slice(0, 1), pythonNames.slice(0, 1)],
          ['three TypeScript units', scriptNames, pythonNames],
          ['one Python unit', pythonNames.slice(0, 1), pythonNames.slice(0, 1)],
        ]
        for (const [what, asked, peers] of cases) {
          const mine = await measure(post, Buffer.from(filterRequest(asked, hosts)), seconds)
          const p50Ms = percentile(mine.times, 0.5)
          print(json, 'units', {
            what,
            hosts,
            sandbox: ours.level,
            calls: mine.times.length,
            p50Ms,
            p99Ms: percentile(mine.times, 0.99),
          })
          if (theirs === undefined) continue
          const other = await measure(theirs.post, Buffer.from(filterRequest(peers, hosts)), seconds)
          if (other.kept !== mine.kept) throw new Error(`the answers for ${hosts} hosts differ`)
          const peerP50Ms = percentile(other.times, 0.5)
          const timesFaster = peerP50Ms / p50Ms
          const isEnough = timesFaster >= PROMISED[what]
          failed ||= !isEnough
          print(json, 'units-times-faster', {
            what,
            hosts,
            peerP50Ms,
            peerP99Ms: percentile(other.times, 0.99),
            timesFaster,
            promised: PROMISED[what],
            isEnough,
          })
        }
      } finally {
        close()
        theirs?.close()
        await daemon?.stop()
        await ours.stop()
      }
    }

    const ours = await startUnitsEndpoint(directory, 50)
    const { post, close } = postTo(ours.port)
    try {
      const document = Buffer.from(filterRequest(scriptNames.slice(0, 1), 50))
      const kept = keptHosts(await post(document))
      const calls = Number(values.calls)
      const {
        times,
        wrong,
        seconds: took,
      } = await callTogether(post, document, kept, calls, async done =>
        print(json, 'units-memory', { calls: done, serviceRssMiB: await ours.rssMiB() }),
      )
      failed ||= wrong > 0
      print(json, 'units-together', {
        callers: CALLERS_AT_ONCE,
        hosts: 50,
        calls,
        errors: 0,
        wrong,
        callsPerSecond: calls / took,
        p50Ms: percentile(times, 0.5),
        p99Ms: percentile(times, 0.99),
      })
    } finally {
      close()
      await ours.stop()
    }
  } finally {
    await rm(directory, { recursive: true })
    await rm(daemonDirectory, { recursive: true })
  }
  if (failed) {
    console.error('slower than promised, or a wrong answer; see above')
    process.exitCode = 1
  }
}

if (import.meta.main) await main()
