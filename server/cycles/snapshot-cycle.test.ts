import { beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import { aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import { createSnapshotCycle } from './snapshot-cycle.ts'

const { signal } = new AbortController()
const down = () => Promise.reject(Object.assign(new Error('no route'), { code: 'engine-unreachable' }))

let nowMs: number
let read: (signal: AbortSignal) => Promise<Snapshot>
let reads: number
let logged: string[]
beforeEach(() => {
  nowMs = NOON_MS
  reads = 0
  logged = []
  read = async () => aSnapshot({ takenAtMs: nowMs })
})

const note = (_: unknown, message: string) => logged.push(message)
const cycle = (over: { sleep?: ReturnType<typeof manualSleep>['sleep']; deadlineMs?: number } = {}) =>
  createSnapshotCycle({
    read: async readSignal => {
      reads += 1
      return read(readSignal)
    },
    intervalMs: 15_000,
    deadlineMs: 60_000,
    sleep: manualSleep().sleep,
    now: () => nowMs,
    log: { info: note, warn: note, error: note },
    ...over,
  })

describe('refresh', () => {
  it('knows nothing before the first read', () => expect(cycle().current()).toEqual({}))

  it('gives the snapshot it read', async () => {
    const source = cycle()
    expect(await source.refresh(signal)).toEqual({ snapshot: aSnapshot() })
    expect(source.current()).toEqual({ snapshot: aSnapshot() })
  })

  it('keeps the last snapshot and says since when and why, until a read succeeds', async () => {
    const source = cycle()
    await source.refresh(signal)
    read = down
    nowMs += 15_000
    await source.refresh(signal)
    nowMs += 15_000
    const problem = { code: 'engine-unreachable', message: 'no route', sinceMs: NOON_MS + 15_000 }
    expect(await source.refresh(signal)).toEqual({ snapshot: aSnapshot(), problem })
    read = async () => aSnapshot({ takenAtMs: nowMs })
    expect(await source.refresh(signal)).toEqual({ snapshot: aSnapshot({ takenAtMs: nowMs }) })
    expect(logged).toEqual(['The engine cannot be read; the last snapshot is kept.', 'The engine answers again.'])
  })

  it('gives those who ask during a read the next one, once for all', async () => {
    const gates: (() => void)[] = []
    read = () => new Promise(resolve => gates.push(() => resolve(aSnapshot({ requests: reads }))))
    const source = cycle()
    const first = source.refresh(signal)
    const second = source.refresh(signal)
    const third = source.refresh(signal)
    gates[0]?.()
    expect((await first).snapshot?.requests).toBe(1)
    gates[1]?.()
    const later = await Promise.all([second, third])
    expect(later.map(({ snapshot }) => snapshot?.requests)).toEqual([2, 2])
    expect(reads).toBe(2)
  })

  it('lets one give up waiting without stopping the read of others', async () => {
    const slow = Promise.withResolvers<Snapshot>()
    read = () => slow.promise
    const source = cycle()
    const patient = source.refresh(signal)
    expect((await source.refresh(AbortSignal.abort())).snapshot).toBeUndefined()
    slow.resolve(aSnapshot())
    expect(await patient).toEqual({ snapshot: aSnapshot() })
  })

  it('does not pass what it knew before for the engine as it is now', async () => {
    const source = cycle()
    await source.refresh(signal)
    read = () => new Promise(() => undefined)
    const impatient = new AbortController()
    const late = source.refresh(impatient.signal)
    impatient.abort()
    const problem = { code: 'engine-timeout', message: 'The engine was not read in time.', sinceMs: NOON_MS }
    expect(await late).toEqual({ snapshot: aSnapshot(), problem })
    expect(source.current()).toEqual({ snapshot: aSnapshot() })
  })

  it('gives up a read that takes too long', async () => {
    read = readSignal =>
      new Promise((_, reject) => readSignal.addEventListener('abort', () => reject(readSignal.reason)))
    expect(await cycle({ deadlineMs: 1 }).refresh(signal)).toMatchObject({ problem: { code: 'engine-failed' } })
  })

  it('tells listeners until they leave, and survives one that throws', async () => {
    const source = cycle()
    const told: SnapshotState[] = []
    source.onChange(() => {
      throw new Error('listener')
    })
    const leave = source.onChange(state => told.push(state))
    await source.refresh(signal)
    leave()
    await source.refresh(signal)
    expect(told).toEqual([{ snapshot: aSnapshot() }])
    expect(logged).toEqual(['A listener for snapshots failed.', 'A listener for snapshots failed.'])
  })
})

describe('run', () => {
  it('reads, pauses, reads again, and ends with its signal', async () => {
    const stop = new AbortController()
    const clock = manualSleep()
    const running = cycle({ sleep: clock.sleep }).run(stop.signal)
    expect(await clock.asleep()).toBe(15_000)
    expect(reads).toBe(1)
    clock.wake()
    expect(await clock.asleep()).toBe(15_000)
    expect(reads).toBe(2)
    stop.abort()
    await running
  })

  it('pauses longer while the engine is down, and as before when it is back', async () => {
    const stop = new AbortController()
    const clock = manualSleep()
    read = down
    const source = cycle({ sleep: clock.sleep })
    const running = source.run(stop.signal)
    const pauses: number[] = []
    for (let round = 0; round < 5; round++) {
      pauses.push(await clock.asleep())
      if (round === 3) read = async () => aSnapshot()
      clock.wake()
    }
    expect(pauses).toEqual([15_000, 30_000, 60_000, 60_000, 15_000])
    stop.abort()
    await running
  })

  it('stops a read that is under way, without calling that a problem', async () => {
    const stop = new AbortController()
    const begun = new Promise<void>(resolve => {
      read = readSignal => {
        resolve()
        return new Promise((_, reject) => readSignal.addEventListener('abort', () => reject(readSignal.reason)))
      }
    })
    const source = cycle()
    const running = source.run(stop.signal)
    await begun
    stop.abort()
    await running
    expect(source.current()).toEqual({})
    expect(logged).toEqual([])
  })
})
