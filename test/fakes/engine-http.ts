import { createEngineHttp } from '../../server/engine/engine-http.ts'
import { type Answer, LOGIN, startEngineServer } from './engine-server.ts'
import { aLog } from './log.ts'

/** An engine that answers so, and our client of it, with short waits. `close` ends both. */
export async function startEngineHttp(api: Answer) {
  const engine = await startEngineServer({ api })
  const limits = { requestTimeoutMs: 5_000, maxConcurrent: 4, retryDelaysMs: [1, 1] }
  const http = createEngineHttp({ baseUrl: engine.baseUrl, ...LOGIN, ...limits, log: aLog().log })
  return {
    engine,
    http,
    async close(): Promise<void> {
      await http.close()
      await engine.close()
    },
  }
}
