import type { Duplex } from 'node:stream'
import { encodeFrame, type Frame } from '../../protocol/libvirt/frame.ts'
import { isKeepAlive, isPing, pingBytes, pongBytes } from '../../protocol/libvirt/keep-alive.ts'
import type { Procedure } from '../../protocol/libvirt/procedure.ts'
import { messageTypes, PROTOCOL_VERSION, programs, statuses } from '../../protocol/libvirt/procedure-numbers.ts'
import { createFrameReader } from '../../protocol/libvirt/read-frames.ts'
import { decodeRemoteError } from '../../protocol/libvirt/remote-error.ts'
import { XdrReader } from '../../protocol/libvirt/xdr-reader.ts'
import { XdrWriter } from '../../protocol/libvirt/xdr-writer.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { HostError } from '../host-error.ts'
import { createCallQueue } from './call-queue.ts'
import { LibvirtError } from './libvirt-error.ts'

export type RpcTiming = Readonly<{
  readDeadlineMs: number
  changeDeadlineMs: number
  /** libvirt itself waits 30 s for its turn with a guest. */
  guestDeadlineMs: number
  /** Silence after which we ask whether the daemon is alive; five unanswered in a row end the connection. */
  keepAliveMs: number
}>

export const usualTiming: RpcTiming = {
  readDeadlineMs: 10_000,
  changeDeadlineMs: 30_000,
  guestDeadlineMs: 60_000,
  keepAliveMs: 5_000,
}

export type RpcOptions = Readonly<{
  timing: RpcTiming
  /** A message that answers no call. May throw `ProtocolError`. */
  onMessage: (procedure: number, payload: XdrReader) => void
  /** What is known beyond "it was closed" when the stream ends, such as the last words of ssh. */
  whyEnded?: () => string | undefined
}>

/**
 * Calls over one connection. A call rejects with `LibvirtError` (the daemon said no), with `HostError` when the connection
 * ended, or with the reason of `signal`; a call that was given up still counts until it is answered, since libvirt cannot
 * take one back. A call that is not answered in time, and a message that cannot be read, end the connection.
 */
export type Rpc = Readonly<{
  call<Args, Result>(procedure: Procedure<Args, Result>, args: Args, signal: AbortSignal): Promise<Result>
  /** Pings from now on; to be called once the daemon has said that it knows them. */
  keepAlive(): void
  ended: Promise<HostError>
  end(why: HostError): void
}>

type Waiting = Readonly<{
  procedure: Procedure<never, unknown>
  answer: (payload: XdrReader) => void
  fail: (error: Error) => void
}>

const MOST_UNANSWERED_PINGS = 5

export function startRpc(stream: Duplex, { timing, onMessage, whyEnded }: RpcOptions): Rpc {
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<HostError>()
  const waiting = new Map<number, Waiting>()
  const queue = createCallQueue()
  const readFrames = createFrameReader()
  let endedBecause: HostError | undefined
  let lastSerial = 0
  let pings: NodeJS.Timeout | undefined
  let unanswered = 0
  let heard = false

  function end(why: HostError): void {
    if (endedBecause !== undefined) return
    endedBecause = why
    clearInterval(pings)
    stream.destroy()
    queue.end(why)
    for (const { fail } of waiting.values()) fail(why)
    waiting.clear()
    resolveEnded(why)
  }

  function closed(error?: Error): void {
    const detail = whyEnded?.() ?? error?.message
    end(new HostError('host-unreachable', `The connection to libvirt ended${detail ? `: ${detail}` : ''}.`, error))
  }

  function take(frame: Frame): void {
    if (isKeepAlive(frame)) {
      if (isPing(frame)) stream.write(pongBytes)
      return
    }
    const isEvent = frame.type === messageTypes.message
    const program = isEvent ? programs.remote : (waiting.get(frame.serial)?.procedure.program ?? programs.remote)
    if (frame.program !== program || frame.version !== PROTOCOL_VERSION) {
      throw new ProtocolError('bad-value', `A message belongs to program ${frame.program}, version ${frame.version}.`)
    }
    const payload = new XdrReader(frame.payload)
    if (isEvent) {
      onMessage(frame.procedure, payload)
      return
    }
    if (frame.type !== messageTypes.reply) throw new ProtocolError('bad-value', `A message is of type ${frame.type}.`)
    const call = waiting.get(frame.serial)
    if (call === undefined || call.procedure.number !== frame.procedure) {
      throw new ProtocolError('bad-value', `An answer to call ${frame.serial} (${frame.procedure}), which is not open.`)
    }
    if (frame.status === statuses.ok) call.answer(payload)
    else if (frame.status === statuses.error) call.fail(new LibvirtError(decodeRemoteError(payload)))
    else throw new ProtocolError('bad-value', `An answer has the status ${frame.status}.`)
    waiting.delete(frame.serial)
  }

  stream.on('data', (piece: Buffer) => {
    heard = true
    try {
      for (const frame of readFrames(piece)) if (endedBecause === undefined) take(frame)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      end(new HostError('host-protocol', `libvirt sent what its protocol does not allow. ${error.message}`, error))
    }
  })
  stream.on('error', closed)
  stream.on('end', () => closed())
  stream.on('close', () => closed())
  // It may have gone before anybody listened.
  if (stream.destroyed) closed()

  function deadlineOf({ changes, waitsForGuest }: Procedure<never, unknown>): number {
    if (waitsForGuest) return timing.guestDeadlineMs
    return changes ? timing.changeDeadlineMs : timing.readDeadlineMs
  }

  function ask<Args, Result>(procedure: Procedure<Args, Result>, args: Args): Promise<Result> {
    const payload = written(procedure, args)
    lastSerial = (lastSerial + 1) >>> 0
    const serial = lastSerial
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const deadlineMs = deadlineOf(procedure)
    const late = () =>
      end(new HostError('host-timeout', `libvirt did not answer ${procedure.name} within ${deadlineMs / 1000} s.`))
    const deadline = setTimeout(late, deadlineMs)
    waiting.set(serial, {
      procedure: procedure as Procedure<never, unknown>,
      answer: payload => resolve(procedure.decode(payload)),
      fail: reject,
    })
    stream.write(encodeFrame({ program: procedure.program, procedure: procedure.number, serial, payload }))
    return promise.finally(() => clearTimeout(deadline))
  }

  return {
    async call(procedure, args, signal) {
      signal.throwIfAborted()
      if (endedBecause !== undefined) throw endedBecause
      return await queue.run({
        kind: procedure.waitsForGuest ? 'guest' : procedure.changes ? 'change' : 'read',
        patienceMs: deadlineOf(procedure),
        ask: () => ask(procedure, args),
        signal,
      })
    },
    keepAlive() {
      pings ??= setInterval(() => {
        if (heard) unanswered = 0
        else if (unanswered >= MOST_UNANSWERED_PINGS) {
          const silentS = (timing.keepAliveMs * (unanswered + 1)) / 1000
          return end(new HostError('host-timeout', `libvirt has not said anything for ${silentS} s.`))
        } else {
          unanswered += 1
          stream.write(pingBytes)
        }
        heard = false
      }, timing.keepAliveMs)
      pings.unref()
    },
    ended,
    end,
  }
}

function written<Args>({ encode, name }: Procedure<Args, unknown>, args: Args): Uint8Array {
  const writer = new XdrWriter()
  try {
    encode(writer, args)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new HostError('host-refused', `What is asked of ${name} does not fit: ${error.message}.`, error)
  }
  return writer.written
}
