import { Agent, request } from 'node:http'

/** Posts one document and resolves with the reply; kept connections, as the engine's client keeps them. */
export type Post = (document: string) => Promise<string>

export function postTo(port: number, connections: number): { post: Post; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const post: Post = document =>
    new Promise((resolve, reject) => {
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
  return { post, close: () => agent.destroy() }
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
