import type { Socket } from 'node:net'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { encodeFrame, HEART_BEAT, type StompCommand, type StompFrame } from '../../protocol/stomp/frame.ts'
import { createFrameReader } from '../../protocol/stomp/read-frames.ts'
import { HostError } from '../host-error.ts'
import { connectionProblem } from './connection-problem.ts'
import { quoted } from './quoted.ts'
import type { VdsmTiming } from './vdsm-options.ts'

export type StompSession = Readonly<{
  /** Sends nothing any more once the session has ended. */
  send(command: StompCommand, headers: Readonly<Record<string, string>>, body?: Uint8Array): void
  ended: Promise<HostError>
  /** Ends it; only the first reason counts. */
  end(why: HostError): void
}>

export type SessionOptions = Readonly<{
  socket: Socket
  /** The host, for messages. */
  where: string
  timing: VdsmTiming
  onMessage: (destination: string, body: Uint8Array) => void
}>

/**
 * Logs in over a fresh socket and keeps the session alive. Resolves with CONNECTED: nothing before it shows that the host
 * took us. A silent host, a frame that cannot be read, and an ERROR, which names no request that it is about, end the session.
 * `onMessage` may throw ProtocolError, to the same effect. Rejects with HostError or why `signal` aborted.
 */
export function openSession(options: SessionOptions, signal: AbortSignal): Promise<StompSession> {
  const { socket, where, timing, onMessage } = options
  const { promise: ended, resolve: tellEnded } = Promise.withResolvers<HostError>()
  const { promise: connected, resolve: tellConnected, reject: refuse } = Promise.withResolvers<StompSession>()
  const read = createFrameReader()
  let isConnected = false
  let isOver = false
  let patience: NodeJS.Timeout | undefined
  const beat = setTimeout(() => write(HEART_BEAT), timing.writeSilenceMs)

  function write(bytes: Uint8Array): void {
    if (isOver) return
    socket.write(bytes)
    beat.refresh()
  }

  function end(why: HostError): void {
    if (isOver) return
    isOver = true
    clearTimeout(beat)
    clearTimeout(patience)
    signal.removeEventListener('abort', giveUp)
    socket.destroy()
    refuse(why)
    tellEnded(why)
  }

  function giveUp(): void {
    refuse(signal.reason)
    end(new HostError('host-closed', 'Nobody waits for this connection any more.'))
  }

  function onConnected(frame: StompFrame): void {
    if (isConnected) throw new ProtocolError('bad-message', 'CONNECTED came twice')
    isConnected = true
    signal.removeEventListener('abort', giveUp)
    const promisedMs = Number(frame.headers.get('heart-beat')?.split(',')[0] ?? 0)
    // A server that promises nothing may be silent; calls have their deadlines all the same.
    if (promisedMs > 0)
      patience = setTimeout(tooSilent, Math.max(timing.readSilenceMs, Math.min(promisedMs * 2, 120_000)))
    tellConnected(session)
  }

  const tooSilent = () => end(new HostError('host-unreachable', `The host ${where} has sent nothing for too long.`))

  function onFrame(frame: StompFrame): void {
    if (!isConnected && frame.command !== 'CONNECTED' && frame.command !== 'ERROR') {
      throw new ProtocolError('bad-message', `${frame.command} came before CONNECTED`)
    }
    switch (frame.command) {
      case 'CONNECTED':
        onConnected(frame)
        return
      case 'MESSAGE':
        onMessage(frame.headers.get('destination') ?? '', frame.body)
        return
      case 'RECEIPT':
        return
      case 'ERROR':
        end(new HostError('host-protocol', `The host ${where} refused a frame: ${quoted(frame.body)}.`))
        return
      default:
        throw new ProtocolError('bad-message', `a server sends no ${frame.command}`)
    }
  }

  function onData(bytes: Uint8Array): void {
    patience?.refresh()
    try {
      for (const frame of read(bytes)) if (!isOver) onFrame(frame)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      end(new HostError('host-protocol', `The host ${where} sent what cannot be read: ${error.message}.`, error))
    }
  }

  const session: StompSession = {
    send: (command, headers, body) => write(encodeFrame(command, headers, body)),
    ended,
    end,
  }
  socket.on('data', onData)
  socket.on('error', error => end(connectionProblem(error, where)))
  socket.on('close', () => {
    // vdsm says nothing when it does not like how we begin, and not every TLS library says why it refuses a certificate.
    const hint = isConnected ? '' : ' before it let us in; it may want another certificate, or TLS where we use none'
    end(new HostError('host-unreachable', `The host ${where} ended the connection${hint}.`))
  })
  signal.addEventListener('abort', giveUp, { once: true })
  // vdsm takes exactly this version, and looks at the first bytes to see which protocol it is: nothing may precede them.
  const promises = `${timing.heartBeatMs},${timing.heartBeatMs}`
  write(encodeFrame('CONNECT', { 'accept-version': '1.2', 'heart-beat': promises }))
  if (signal.aborted) giveUp()
  return connected
}
