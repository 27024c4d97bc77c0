/** The engine away, flapping, hanging and slow under the service's own reader, over real HTTP; the hours are simulated. */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSnapshotCycle } from '../../server/cycles/snapshot-cycle.ts'
import { createEngineHttp } from '../../server/engine/engine-http.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aLog } from '../fakes/log.ts'
import { aSimulatedEngine } from '../fakes/simulated-engine.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const INTERVAL_MS = 15_000
const DEADLINE_MS = 2_000

type Pause = (atMs: number, reads: number) => void | Promise<void>

/** Reads until a simulated time is over; each pause passes at once, and whatever happens in it comes first. */
async function readFor(lastsMs: number, inPause: Pause) {
  const { origin, call } = await aSimulatedEngine({}, { seed: 7 })
  const { log, lines } = aLog()
  const http = createEngineHttp({
    baseUrl: `${origin}/ovirt-engine`,
    username: 'admin@internal',
    password: 'admin',
    requestTimeoutMs: DEADLINE_MS,
    maxConcurrent: 4,
    retryDelaysMs: [1, 1],
    log,
  })
  onTestFinished(() => http.close())
  let atMs = 0
  const [stop, pauses] = [new AbortController(), [] as number[]]
  const states: boolean[] = []
  const setFault = (body: object) => call('/sim/v1/faults', { method: 'POST', body })
  const setDown = (down: boolean) => setFault({ kind: 'down', down })
  const pause = async (ms: number) => {
    pauses.push(ms)
    atMs += ms
    await inPause(atMs, states.length)
    await turn()
    if (atMs >= lastsMs) stop.abort()
  }
  const cycle = createSnapshotCycle({
    read: signal => readSnapshot(http, signal, () => atMs),
    ...{ intervalMs: INTERVAL_MS, deadlineMs: DEADLINE_MS },
    sleep: pause,
    now: () => atMs,
    log,
  })
  cycle.onChange(({ problem }) => void states.push(problem === undefined))
  return { cycle, lines, pauses, states, setDown, setFault, run: () => cycle.run(stop.signal) }
}

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

describe('the engine', { timeout: 120_000 }, () => {
  it('that is away for an hour is asked once a minute, told of once, and read at once when it is back', async () => {
    let down = false
    const bench = await readFor(HOUR_MS + 5 * MINUTE_MS, async atMs => {
      const isAway = atMs >= MINUTE_MS && atMs < MINUTE_MS + HOUR_MS
      if (isAway === down) return
      down = isAway
      await bench.setDown(down)
    })
    await bench.run()
    const failed = bench.states.filter(isGood => !isGood).length
    expect(failed).toBeGreaterThan(50)
    expect(failed).toBeLessThan(70)
    expect(Math.max(...bench.pauses)).toBe(MINUTE_MS)
    expect(bench.cycle.current().problem).toBeUndefined()
    const told = bench.lines.filter(({ sentence }) => /^The engine (cannot be read|answers again)/.test(sentence))
    expect(told.map(({ level }) => level)).toEqual(['warn', 'info'])
    expect(told[1]?.fields.downMs).toBeGreaterThan(HOUR_MS - 2 * MINUTE_MS)
  })

  it('that comes and goes is believed each time, and asked as often as ever', async () => {
    const bench = await readFor(30 * MINUTE_MS, async (_atMs, reads) => void (await bench.setDown(reads % 2 === 1)))
    await bench.run()
    expect(bench.states).toEqual(bench.states.map((_, nth) => nth % 2 === 0))
    expect(new Set(bench.pauses)).toEqual(new Set([INTERVAL_MS]))
  })

  it('that hangs is given up at the deadline, what was read before stays, and it is believed as soon as it answers', async () => {
    let meanwhile: SnapshotState = {}
    const bench = await readFor(5 * MINUTE_MS, async (_atMs, reads) => {
      if (reads === 1) await bench.setFault({ kind: 'slow', delayMs: 600_000, count: 1000 })
      if (reads !== 3) return
      meanwhile = bench.cycle.current()
      await bench.setFault({ kind: 'clear' })
    })
    await bench.run()
    expect(meanwhile.problem?.code).toBe('engine-timeout')
    expect(meanwhile.snapshot?.vms.length).toBeGreaterThan(0)
    expect(bench.states).toEqual(bench.states.map((_, nth) => nth !== 1 && nth !== 2))
    expect(bench.cycle.current().problem).toBeUndefined()
  })

  it('that takes its time over each answer is read all the same', async () => {
    const bench = await readFor(2 * MINUTE_MS, async (_atMs, reads) => {
      if (reads === 1) await bench.setFault({ kind: 'slow', delayMs: 100, count: 1000 })
    })
    await bench.run()
    expect(bench.states.length).toBeGreaterThan(5)
    expect(bench.states).not.toContain(false)
    expect(new Set(bench.pauses)).toEqual(new Set([INTERVAL_MS]))
  })

  it('that is away for ten hours costs no memory', async () => {
    const heap: number[] = []
    const bench = await readFor(10 * HOUR_MS, async (_atMs, reads) => {
      if (reads === 1) await bench.setDown(true)
      if (reads % 200 !== 0) return
      // What a read waited with for its deadline is let go when that is over.
      await delay(2 * DEADLINE_MS)
      collectGarbage()
      heap.push(process.memoryUsage().heapUsed)
    })
    await bench.run()
    expect(bench.states.length).toBeGreaterThan(590)
    const [first = Number.NaN] = heap
    expect(((heap.at(-1) ?? Number.NaN) - first) / 1_048_576).toBeLessThan(4)
  })
})
