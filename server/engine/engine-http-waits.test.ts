import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { failureOf, never, start } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'

describe('deadlines and signals', () => {
  const silent: Answer = () => undefined
  const stuckInBody: Answer = (_asked, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json' })
    res.write('{"vm":')
  }

  for (const [why, api] of Object.entries({ 'without headers': silent, 'within the body': stuckInBody })) {
    it(`gives up a reply that stops ${why}, and asks only once`, async () => {
      const { engine, http } = await start(api, { requestTimeoutMs: 300 })
      const error = await failureOf(http.get('/vms', { signal: never }))
      expect(error.code).toBe('engine-timeout')
      expect(engine.calls()).toHaveLength(1)
    })
  }

  it("passes the caller's own reason on", async () => {
    const caller = new AbortController()
    const reason = new Error('shutting down')
    const { http } = await start(() => caller.abort(reason))
    await expect(http.get('/vms', { signal: caller.signal })).rejects.toBe(reason)
  })

  it("takes a caller's time-out for one, also while the call waits for its turn", async () => {
    const { engine, http } = await start(silent, { maxConcurrent: 1 })
    const first = failureOf(http.get('/vms', { signal: AbortSignal.timeout(150) }))
    const second = failureOf(http.get('/hosts', { signal: AbortSignal.timeout(80) }))
    expect((await second).code).toBe('engine-timeout')
    expect((await first).code).toBe('engine-timeout')
    expect(engine.calls().map(({ path }) => path)).toEqual(['/api/vms'])
  })

  it('asks as many at once as its limit, and no more', async () => {
    const held: ServerResponse[] = []
    let most = 0
    const { http } = await start(
      (_asked, res) => {
        held.push(res)
        most = Math.max(most, held.length)
        // A fourth one would arrive before the third is answered.
        if (held.length === 3)
          setImmediate(() => {
            for (const each of held.splice(0)) json(each, {})
          })
      },
      { maxConcurrent: 3 },
    )
    await Promise.all(Array.from({ length: 12 }, () => http.get('/vms', { signal: never })))
    expect(most).toBe(3)
  })
})
