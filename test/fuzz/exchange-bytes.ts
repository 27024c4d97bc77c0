import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WireBytes } from './wire-bytes.ts'

/** Sends them on a connection of their own. Resolves with all that came back; rejects when there is neither an answer nor an end. */
export function exchangeBytes(port: number, { pieces, pauseMs, end }: WireBytes, patienceMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let received = ''
    const deadline = setTimeout(() => {
      socket.destroy()
      // Open for a further request, as HTTP has it.
      if (received !== '') resolve(received)
      else reject(new Error(`nothing came for ${patienceMs} ms, and the connection stayed open`))
    }, patienceMs)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      received += text
    })
    // Closed by the other side while it was still being sent to: what it said before counts.
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      clearTimeout(deadline)
      resolve(received)
    })
    socket.once('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(piece)
        if (pauseMs > 0) await sleep(pauseMs)
      }
      if (end === 'shut') socket.end()
      else if (end === 'reset') socket.resetAndDestroy()
    })
  })
}
