/**
 * How fast runFilters with one unit is answered over HTTP, and beside it the original Python daemon if its source is
 * given: `node test/bench/xmlrpc.ts [--peer DIR] [--hosts 10,400] [--seconds 3] [--json]`. Exit code 1: too slow.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { isStruct } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { startOriginalDaemon } from '../fakes/original-daemon.ts'
import { percentile, timesOf } from './post-xml-rpc.ts'
import { BENCH_FILTER, benchPlugin, benchRequest } from './xmlrpc-question.ts'

/** The promise this benchmark holds: at the median, this many times faster than the original. */
const REQUIRED_RATIO = 20
const CALLERS_AT_ONCE = 8

export type XmlRpcBenchOptions = Readonly<{ hosts: readonly number[]; seconds: number; peerDir?: string | undefined }>

export type XmlRpcFigures = Readonly<{
  target: 'ovirt-scheduler' | 'ovirt-scheduler-proxy'
  hosts: number
  calls: number
  p50Ms: number
  p99Ms: number
  /** With eight callers at once. */
  callsPerSecond: number
}>

export type XmlRpcRatio = Readonly<{ hosts: number; p50: number; p99: number; throughput: number }>

type Target = Readonly<{ port: number; stop(): Promise<void> }>

/** Measures ours, and the peer when given, one after the other with the same bytes. Throws if their answers differ. */
export async function benchXmlRpc(
  options: XmlRpcBenchOptions,
): Promise<{ figures: XmlRpcFigures[]; ratios: XmlRpcRatio[] }> {
  const { hosts, seconds, peerDir } = options
  const figures: XmlRpcFigures[] = []
  const ratios: XmlRpcRatio[] = []
  const plugins = await mkdtemp(join(tmpdir(), 'xmlrpc-bench-'))
  try {
    await writeFile(join(plugins, `${BENCH_FILTER}.py`), benchPlugin)
    for (const count of hosts) {
      const document = benchRequest(count)
      const ours = await measure('ovirt-scheduler', await startOurs(count), count, document, seconds)
      figures.push(ours.figures)
      if (peerDir === undefined) continue
      const daemon = await startOriginalDaemon(peerDir, plugins)
      const theirs = await measure('ovirt-scheduler-proxy', daemon, count, document, seconds)
      figures.push(theirs.figures)
      if (ours.kept !== theirs.kept) throw new Error(`the answers for ${count} hosts differ`)
      ratios.push({
        hosts: count,
        p50: theirs.figures.p50Ms / ours.figures.p50Ms,
        p99: theirs.figures.p99Ms / ours.figures.p99Ms,
        throughput: ours.figures.callsPerSecond / theirs.figures.callsPerSecond,
      })
    }
  } finally {
    await rm(plugins, { recursive: true })
  }
  return { figures, ratios }
}

async function startOurs(hosts: number): Promise<Target> {
  const script = fileURLToPath(new URL('./xmlrpc-endpoint.ts', import.meta.url))
  const child = spawn(process.execPath, [script, String(hosts)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface(child.stdout), 'line')
  return {
    port: Number(line),
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}

async function measure(
  name: XmlRpcFigures['target'],
  target: Target,
  hosts: number,
  document: string,
  seconds: number,
): Promise<{ figures: XmlRpcFigures; kept: string }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS_AT_ONCE })
  const call = () => post(target.port, agent, document)
  try {
    const kept = keptHosts(await call())
    await timesOf(call, seconds / 4)
    const times = await timesOf(call, seconds)
    const startedMs = performance.now()
    const together = await Promise.all(Array.from({ length: CALLERS_AT_ONCE }, () => timesOf(call, seconds)))
    const elapsedSeconds = (performance.now() - startedMs) / 1000
    const sorted = times.toSorted((a, b) => a - b)
    const figures = {
      target: name,
      hosts,
      calls: times.length,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      callsPerSecond: together.flat().length / elapsedSeconds,
    }
    return { figures, kept }
  } finally {
    agent.destroy()
    await target.stop()
  }
}

function post(port: number, agent: Agent, document: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(document) }
    const req = request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, headers }, res => {
      let reply = ''
      res.setEncoding('utf8')
      res.on('data', (text: string) => {
        reply += text
      })
      res.on('end', () => (res.statusCode === 200 ? resolve(reply) : reject(new Error(`status ${res.statusCode}`))))
    })
    req.on('error', reject)
    req.end(document)
  })
}

/** The hosts let through, in one order, so that two answers can be compared. */
function keptHosts(reply: string): string {
  const value = decodeReply(reply)
  if (!isStruct(value) || value.result_code !== 0 || !Array.isArray(value.result))
    throw new Error(`no answer: ${reply}`)
  return value.result.toSorted().join(' ')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      peer: { type: 'string' },
      hosts: { type: 'string', default: '10,400' },
      seconds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const options = { hosts: values.hosts.split(',').map(Number), seconds: Number(values.seconds), peerDir: values.peer }
  const { figures, ratios } = await benchXmlRpc(options)
  const print = (kind: string, row: XmlRpcFigures | XmlRpcRatio) => {
    if (values.json) console.log(JSON.stringify({ bench: `xmlrpc-${kind}`, ...row }))
    else
      console.log(
        `${kind}: ${Object.entries(row)
          .map(([name, value]) => `${name} ${rounded(value)}`)
          .join(', ')}`,
      )
  }
  for (const row of figures) print('figures', row)
  for (const row of ratios) print('times-faster', row)
  if (ratios.some(({ p50 }) => p50 < REQUIRED_RATIO)) {
    console.error(`runFilters is less than ${REQUIRED_RATIO} times as fast as the original at the median`)
    process.exitCode = 1
  }
}

const rounded = (value: string | number): string | number =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value

if (import.meta.main) await main()
