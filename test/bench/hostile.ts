/**
 * Hostile documents for the XML-RPC door and hostile answers of plugins, by seed, over real HTTP against a service of its
 * own: `node test/bench/hostile.ts [--count 100000] [--seed 1] [--json]`. Exit code 1 when one was not answered by a
 * result or a clear error, took longer than 10 s, or the service did not live.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import { failFor, printFigures, seededArguments } from './arguments.ts'
import { hostileAnswer, hostileDocument, hostileOutput, makingSay, sayingPlugins } from './hostile-inputs.ts'
import { percentile } from './post-xml-rpc.ts'
import { startUnitsEndpoint } from './start-units-endpoint.ts'

/** Of the inputs: so many to the door itself, so many through a script, the rest through Python. */
const SHARES = { door: 0.8, script: 0.15 } as const
const CALLERS_AT_ONCE = 16
const PATIENCE_MS = 10_000

export type HostileFigures = Readonly<{
  inputs: number
  results: number
  faults: number
  refusals: number
  unanswered: readonly string[]
  p50Ms: number
  p99Ms: number
  longestMs: number
  rssBeforeMiB: number
  rssAfterMiB: number
  seconds: number
}>

export async function benchHostile(count: number, seed: number): Promise<HostileFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'hostile-'))
  for (const [name, content] of Object.entries(sayingPlugins)) await writeFile(join(directory, name), content)
  const service = await startUnitsEndpoint(directory, 2)
  try {
    const inputs = inputsOf(count, seed)
    const rssBeforeMiB = await service.rssMiB()
    const counts = { results: 0, faults: 0, refusals: 0 }
    const unanswered: string[] = []
    const times: number[] = []
    const startedMs = performance.now()
    const caller = async () => {
      for (const document of inputs) {
        const calledMs = performance.now()
        const outcome = await outcomeOf(service.port, document)
        times.push(performance.now() - calledMs)
        if (outcome in counts) counts[outcome as keyof typeof counts] += 1
        else unanswered.push(`${outcome}: ${document.slice(0, 300)}`)
      }
    }
    await Promise.all(Array.from({ length: CALLERS_AT_ONCE }, caller))
    const sorted = times.sort((a, b) => a - b)
    // Still itself, after all that.
    if ((await outcomeOf(service.port, makingSay('say_script', '{"ok":true}', 0))) !== 'results')
      unanswered.push('at the end')
    return {
      inputs: times.length,
      ...counts,
      unanswered,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      longestMs: sorted.at(-1) ?? 0,
      rssBeforeMiB,
      rssAfterMiB: await service.rssMiB(),
      seconds: (performance.now() - startedMs) / 1000,
    }
  } finally {
    await service.stop()
    await rm(directory, { recursive: true })
  }
}

/** One iterator that all callers draw from; made in portions, so that the inputs need not all be held. */
function* inputsOf(count: number, seed: number): Generator<string> {
  const [door, script] = [Math.round(count * SHARES.door), Math.round(count * SHARES.script)]
  yield* sampled(hostileDocument, door, seed)
  let which = 0
  for (const say of sampled(hostileAnswer, script, seed + 1)) yield makingSay('say_script', say, which++)
  for (const say of sampled(hostileOutput, count - door - script, seed + 2)) yield makingSay('say_python', say, which++)
}

const PORTION = 1_000

function* sampled<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): Generator<T> {
  for (let done = 0; done < count; done += PORTION) {
    yield* fc.sample(arbitrary, { numRuns: Math.min(PORTION, count - done), seed: seed * 1_000_003 + done })
  }
}

/** results, faults, refusals (4xx with words); anything else is the complaint itself. */
function outcomeOf(port: number, document: string): Promise<string> {
  return new Promise(resolve => {
    const body = Buffer.from(document)
    const headers = { 'Content-Type': 'text/xml', 'Content-Length': body.length }
    const req = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers, timeout: PATIENCE_MS }, res => {
      let reply = ''
      res.setEncoding('utf8')
      res.on('data', (text: string) => {
        reply += text
      })
      res.on('end', () => resolve(kindOf(res.statusCode ?? 0, reply)))
    })
    req.on('timeout', () => req.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)))
    req.on('error', error => resolve(error.message))
    req.end(body)
  })
}

function kindOf(status: number, reply: string): string {
  if (status >= 400 && status < 500 && reply.trim() !== '') return 'refusals'
  if (status !== 200) return `status ${status}`
  try {
    decodeReply(reply)
    return 'results'
  } catch (error) {
    // -32603 says that we failed, not the caller.
    if (error instanceof XmlRpcFault) return error.faultCode === -32_603 ? `internal error: ${error.message}` : 'faults'
    return `unreadable: ${reply.slice(0, 200)}`
  }
}

async function main(): Promise<void> {
  const { count, seed, json } = seededArguments(100_000)
  const { unanswered, ...figures } = await benchHostile(count, seed)
  printFigures({ bench: 'hostile', seed, ...figures, unanswered: unanswered.length }, json)
  failFor(unanswered)
}

if (import.meta.main) await main()
