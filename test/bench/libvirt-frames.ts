/**
 * Messages of a libvirt daemon that were tampered with, by seed, through everything of ours that reads them:
 * `node test/bench/libvirt-frames.ts [--count 1000000] [--seed 1] [--json]`. Exit code 1 when one was read by anything but a
 * value or a `ProtocolError`, or took memory that it could not have filled.
 */
import { readFileSync } from 'node:fs'
import * as connection from '../../server/protocol/libvirt/connection-procedures.ts'
import { decodeDomainEvent } from '../../server/protocol/libvirt/domain-events.ts'
import * as domain from '../../server/protocol/libvirt/domain-procedures.ts'
import type { Frame } from '../../server/protocol/libvirt/frame.ts'
import * as node from '../../server/protocol/libvirt/node-procedures.ts'
import { domainEvents } from '../../server/protocol/libvirt/procedure-numbers.ts'
import { createFrameReader } from '../../server/protocol/libvirt/read-frames.ts'
import { decodeRemoteError } from '../../server/protocol/libvirt/remote-error.ts'
import * as tune from '../../server/protocol/libvirt/tune-procedures.ts'
import { XdrReader } from '../../server/protocol/libvirt/xdr-reader.ts'
import { ProtocolError } from '../../server/protocol/protocol-error.ts'
import { failFor, printRow, seededArguments } from './arguments.ts'
import { tamperWith } from './tamper.ts'

export type FrameFigures = Readonly<{
  frames: number
  readings: number
  refusals: number
  complaints: readonly string[]
  heapMiB: number
  rssGrowthMiB: number
  seconds: number
}>

type Decode = (payload: XdrReader) => unknown

/** The answer of every procedure, every event, and the error. */
export const everyDecoder: readonly Decode[] = [
  ...[connection, node, domain, tune].flatMap(module => Object.values(module)).flatMap(decoderOf),
  ...Object.values(domainEvents).map(
    ({ message }) =>
      (payload: XdrReader) =>
        decodeDomainEvent(message, payload),
  ),
  decodeRemoteError,
]

function decoderOf(value: unknown): Decode[] {
  const isProcedure = typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value
  return isProcedure ? [(value as { decode: Decode }).decode] : []
}

export function benchFrames(count: number, seed: number): FrameFigures {
  const recorded = readFileSync(new URL('../fixtures/libvirt/frames.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => Buffer.from(line, 'hex'))
  // A stack for each of a hundred million refusals would be most of the work.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const startedMs = performance.now()
  const rssBefore = process.memoryUsage.rss()
  const counts = { readings: 0, refusals: 0 }
  const complaints: string[] = []
  let largestHeap = 0
  for (let index = 0; index < count; index++) {
    const bytes = tamperWith(recorded, seed, index)
    try {
      for (const frame of readInPieces(bytes, index)) readByAll(frame, counts)
      counts.readings += 1
    } catch (error) {
      if (error instanceof ProtocolError) counts.refusals += 1
      else complaints.push(`${String(error)}: ${bytes.toString('hex').slice(0, 400)}`)
    }
    if (index % 10_000 === 0) largestHeap = Math.max(largestHeap, process.memoryUsage().heapUsed)
  }
  Error.stackTraceLimit = stackTraceLimit
  return {
    frames: count,
    ...counts,
    complaints,
    heapMiB: largestHeap / 2 ** 20,
    rssGrowthMiB: (process.memoryUsage.rss() - rssBefore) / 2 ** 20,
    seconds: (performance.now() - startedMs) / 1000,
  }
}

/** As a socket would hand them over: in one piece, or cut somewhere. */
function readInPieces(bytes: Buffer, index: number): Frame[] {
  const read = createFrameReader()
  if (index % 2 === 0) return read(bytes)
  const cut = index % (bytes.length + 1)
  return [...read(bytes.subarray(0, cut)), ...read(bytes.subarray(cut))]
}

/** By each as if it were what was asked for: a message can call itself whatever it likes. */
function readByAll({ payload }: Frame, counts: { readings: number; refusals: number }): void {
  for (const decode of everyDecoder) {
    try {
      decode(new XdrReader(payload))
      counts.readings += 1
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      counts.refusals += 1
    }
  }
}

function main(): void {
  const { count, seed, json } = seededArguments(1_000_000)
  const { complaints, heapMiB, rssGrowthMiB, seconds, ...counts } = benchFrames(count, seed)
  const rounded = { heapMiB: Math.round(heapMiB), rssGrowthMiB: Math.round(rssGrowthMiB), seconds: Math.round(seconds) }
  printRow({ bench: 'libvirt-frames', seed, ...counts, complaints: complaints.length, ...rounded }, json)
  failFor(complaints)
}

if (import.meta.main) main()
