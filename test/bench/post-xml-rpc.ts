import { connect, type Socket } from 'node:net'

/** Posts one document and resolves with the reply. */
export type Post = (document: Buffer) => Promise<string>

export type Poster = Readonly<{ post: Post; close(): void }>

/**
 * A client that costs little itself, so that what is measured is the server: kept connections where the server keeps
 * them, one request at a time on each. Rejects unless the status is 200.
 */
export function postTo(port: number): Poster {
  const idle: Socket[] = []
  const all = new Set<Socket>()
  let isClosed = false

  const post: Post = document =>
    new Promise((resolve, reject) => {
      const socket = idle.pop() ?? open()
      const chunks: Buffer[] = []
      const done = (error: Error | undefined, reply = '') => {
        socket.off('data', onData).off('end', onEnd).off('error', onError)
        if (error === undefined) resolve(reply)
        else reject(error)
      }
      const finish = ({ status, body, isKept }: Reply) => {
        if (isKept && !isClosed) idle.push(socket)
        else socket.destroy()
        done(status === 200 ? undefined : new Error(`status ${status}`), body)
      }
      const onData = (chunk: Buffer) => {
        chunks.push(chunk)
        const reply = readReply(chunks.length === 1 ? chunk : Buffer.concat(chunks))
        if (reply !== undefined) finish(reply)
      }
      const onEnd = () => done(new Error('the server hung up'))
      const onError = (error: Error) => done(error)
      socket.on('data', onData).on('end', onEnd).on('error', onError)
      socket.write(
        `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: ${document.length}\r\n\r\n`,
      )
      socket.write(document)
    })

  function open(): Socket {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    all.add(socket)
    socket.once('close', () => {
      all.delete(socket)
      const place = idle.indexOf(socket)
      if (place >= 0) idle.splice(place, 1)
    })
    return socket
  }

  return {
    post,
    close() {
      isClosed = true
      for (const socket of all) socket.destroy()
    },
  }
}

type Reply = Readonly<{ status: number; body: string; isKept: boolean }>

/** undefined: not all of it is there yet. Both servers send a length. */
function readReply(bytes: Buffer): Reply | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1])
  if (bytes.length < end + 4 + length) return undefined
  return {
    status: Number(head.slice(9, 12)),
    body: bytes.toString('utf8', end + 4, end + 4 + length),
    isKept: head.startsWith('HTTP/1.1') && !/connection: *close/i.test(head),
  }
}

/** Calls one after the other for that long, at least three times; the time of each, in ms, sorted. */
export async function timesOf(call: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const times: number[] = []
  const untilMs = performance.now() + seconds * 1000
  do {
    const startedMs = performance.now()
    await call()
    times.push(performance.now() - startedMs)
  } while (performance.now() < untilMs || times.length < 3)
  return times.sort((a, b) => a - b)
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
