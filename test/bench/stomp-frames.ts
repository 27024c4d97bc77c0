/**
 * Mutated frames of vdsm through reader, JSON-RPC and the parsers of statistics, by seed: `node test/bench/stomp-frames.ts
 * [--count 1000000] [--seed 1] [--json]`. Exit code 1 when one ended in anything but values or a ProtocolError.
 */
import { parseCapabilities } from '../../server/hosts/vdsm/parse-capabilities.ts'
import { parseDomain } from '../../server/hosts/vdsm/parse-domain.ts'
import { parseEvent } from '../../server/hosts/vdsm/parse-event.ts'
import { parseHostStats } from '../../server/hosts/vdsm/parse-host-stats.ts'
import { parseIoPolicies } from '../../server/hosts/vdsm/parse-io-limits.ts'
import { parseVmStats, toGuest } from '../../server/hosts/vdsm/parse-vm-stats.ts'
import { record } from '../../server/hosts/vdsm/wire.ts'
import { createRandom, type Random } from '../../server/planner/search/random.ts'
import { decodeMessage } from '../../server/protocol/json-rpc/decode-message.ts'
import { ProtocolError } from '../../server/protocol/protocol-error.ts'
import { createFrameReader } from '../../server/protocol/stomp/read-frames.ts'
import { guestReadingSchema, hostReadingSchema } from '../../shared/model/host-reading.ts'
import { failFor, printFigures, seededArguments } from './arguments.ts'
import { mutated, mutatedInside, soundFrames, withStrangeValues } from './stomp-inputs.ts'

export type StompFrameFigures = Readonly<{
  frames: number
  /** Whole messages that were understood, refused ones, and those that wait for more bytes. */
  read: number
  refused: number
  waiting: number
  complaints: string[]
  peakRssMiB: number
  seconds: number
}>

/** Each kind of result by the parser that it goes to; what it gives must keep the promise of our own shapes. */
const parsers: Readonly<Record<string, (result: unknown, other: unknown) => unknown>> = {
  'Host.getStats': result => hostReadingSchema.parse(parseHostStats(result, undefined, 0)),
  'Host.getCapabilities': (result, stats) =>
    hostReadingSchema.parse(parseHostStats(stats, parseCapabilities(result), 0)),
  'Host.getAllVmStats': result =>
    parseVmStats(result).map(stats => guestReadingSchema.parse(toGuest({ stats, hostCpuIds: [0, 1] }))),
  'Host.getAllVmIoTunePolicies': result => parseIoPolicies(result),
  'Host.dumpxmls': result =>
    Object.values(record(result)).map(xml => (typeof xml === 'string' ? parseDomain(xml) : xml)),
}

export function benchStompFrames(count: number, seed: number): StompFrameFigures {
  const random = createRandom(seed)
  const sound = soundFrames()
  const soundStats = JSON.parse(bodyOf(sound[0]?.frame ?? new Uint8Array())).result
  const counts = { read: 0, refused: 0, waiting: 0 }
  const complaints: string[] = []
  const startedMs = performance.now()
  let peakRss = 0

  function understand(method: string, body: Uint8Array): void {
    const message = decodeMessage(body)
    if (message.kind === 'event') parseEvent(message.method, message.params)
    else if (message.kind === 'result') parsers[method]?.(message.result, soundStats)
  }

  for (let done = 0; done < count; done++) {
    const { method, frame } = sound[done % sound.length] ?? { method: '', frame: new Uint8Array() }
    const bytes = changed(frame, random)
    try {
      const read = createFrameReader()
      const cut = random.below(bytes.length)
      const frames = [...read(bytes.subarray(0, cut)), ...read(bytes.subarray(cut))]
      for (const { command, body } of frames) if (command === 'MESSAGE') understand(method, body)
      counts[frames.length === 0 ? 'waiting' : 'read'] += 1
    } catch (error) {
      if (error instanceof ProtocolError) counts.refused += 1
      else
        complaints.push(
          `${method}: ${String(error).slice(0, 300)} for ${JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(0, 300)}`,
        )
    }
    if (done % 1000 === 0) peakRss = Math.max(peakRss, process.memoryUsage.rss())
  }
  return {
    frames: count,
    ...counts,
    complaints,
    peakRssMiB: Math.round(peakRss / 1_048_576),
    seconds: (performance.now() - startedMs) / 1000,
  }
}

function changed(frame: Uint8Array, random: Random): Uint8Array {
  const how = random.next()
  if (how < 0.3) return mutated(frame, random)
  const isMessage = frame[0] === 'M'.charCodeAt(0)
  return how < 0.6 || !isMessage ? mutatedInside(frame, random) : withStrangeValues(frame, random)
}

const bodyOf = (frame: Uint8Array): string => {
  const text = Buffer.from(frame).toString('utf8')
  return text.slice(text.indexOf('\n\n') + 2, -1)
}

function main(): void {
  const { count, seed, json } = seededArguments(1_000_000)
  const { complaints, ...figures } = benchStompFrames(count, seed)
  printFigures({ bench: 'stomp-frames', seed, ...figures, complaints: complaints.length }, json)
  failFor(complaints)
}

if (import.meta.main) main()
