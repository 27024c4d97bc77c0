/** Our client of a bare engine, with every option open to the test. All that is started ends with the test. */
import type { ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { createEngineHttp, type EngineHttp, type EngineHttpOptions } from '../../server/engine/engine-http.ts'
import { EngineError } from '../../server/engine/http/engine-error.ts'
import { type Answer, type EngineServer, type EngineServerOptions, LOGIN, startEngineServer } from './engine-server.ts'
import { aLog } from './log.ts'

/** Of a caller that waits for as long as it takes. */
export const never = new AbortController().signal
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

/** A client of the engine there, with short waits. */
export function connect(baseUrl: string, over: Partial<EngineHttpOptions> = {}): EngineHttp {
  const limits = { requestTimeoutMs: 5_000, maxConcurrent: 4, retryDelaysMs: [1, 1] }
  const http = createEngineHttp({ baseUrl, ...LOGIN, ...limits, log: aLog().log, ...over })
  open.push(http)
  return http
}

/** An engine that answers so, and a client of it. */
export async function start(
  api: Answer,
  over: Partial<EngineHttpOptions> = {},
  server: Partial<EngineServerOptions> = {},
): Promise<{ engine: EngineServer; http: EngineHttp }> {
  const engine = await startEngineServer({ api, ...server })
  open.push(engine)
  return { engine, http: connect(engine.baseUrl, over) }
}

/** Replies as a web server without an engine does. */
export const html = (res: ServerResponse, status: number) =>
  void res.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>Sorry</html>')

/** What it failed with; fails itself where it did not fail, or failed with something else than an error of the engine. */
export const failureOf = (work: Promise<unknown>): Promise<EngineError> =>
  work.then(
    value => Promise.reject(new Error(`no failure but ${JSON.stringify(value)}`)),
    (error: unknown) => (error instanceof EngineError ? error : Promise.reject(error)),
  )
