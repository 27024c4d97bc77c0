import { describe, expect, it } from 'vitest'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import { createEventCycle } from './event-cycle.ts'
import type { EngineEvent, StatusEvent } from './status-events.ts'

const event = (index: number, code = 517): EngineEvent => ({
  index,
  code,
  description: `no ${index}`,
  atMs: index,
  hostId: 'h',
})

async function start(list: EngineEvent[]) {
  const clock = manualSleep()
  const stop = new AbortController()
  const told: StatusEvent[][] = []
  const logged: string[] = []
  const asked: number[] = []
  let reads = 0
  let isDown = false
  const answer = <T>(value: T): Promise<T> => (isDown ? Promise.reject(new Error('no route')) : Promise.resolve(value))
  const cycle = createEventCycle({
    events: {
      newest: () => answer(Math.max(0, ...list.map(({ index }) => index))),
      since(from) {
        asked.push(from)
        return answer(list.filter(({ index }) => index > from).toSorted((a, b) => a.index - b.index))
      },
    },
    snapshots: {
      refresh: async () => {
        reads += 1
        return {}
      },
    },
    onStatusEvents: events => told.push([...events]),
    intervalMs: 4_000,
    deadlineMs: 10_000,
    sleep: clock.sleep,
    log: { info: (_, sentence) => logged.push(sentence), warn: (_, sentence) => logged.push(sentence) },
  })
  const running = cycle.run(stop.signal)
  await clock.asleep()
  return {
    told,
    logged,
    asked,
    reads: () => reads,
    setDown(down: boolean) {
      isDown = down
    },
    async look() {
      clock.wake()
      return clock.asleep()
    },
    async end() {
      stop.abort()
      await running
    },
  }
}

describe('event cycle', () => {
  it('begins with what happens from now on, and tells of each event once', async () => {
    const list = [event(1), event(2)]
    const cycle = await start(list)
    expect(await cycle.look()).toBe(4_000)
    expect(cycle.told).toEqual([])
    list.push(event(3), event(4))
    await cycle.look()
    await cycle.look()
    expect(cycle.told.map(events => events.map(({ atMs }) => atMs))).toEqual([[3, 4]])
    await cycle.end()
  })

  it('finds one that becomes visible late', async () => {
    const list = [event(100)]
    const cycle = await start(list)
    list.push(event(102))
    await cycle.look()
    list.push(event(101))
    await cycle.look()
    expect(cycle.told.flat().map(({ atMs }) => atMs)).toEqual([102, 101])
    expect(cycle.asked).toEqual([50, 52])
    await cycle.end()
  })

  it('reads the engine for what presses, not for everyday work', async () => {
    const list: EngineEvent[] = []
    const cycle = await start(list)
    list.push({ ...event(1, 62), vmId: 'v' }, event(2, 30))
    await cycle.look()
    expect([cycle.told.flat().length, cycle.reads()]).toEqual([1, 0])
    list.push({ ...event(3, 61), vmId: 'v' })
    await cycle.look()
    expect([cycle.told.flat().length, cycle.reads()]).toEqual([2, 1])
    await cycle.end()
  })

  it('tells of trouble once and catches up afterwards', async () => {
    const list: EngineEvent[] = []
    const cycle = await start(list)
    cycle.setDown(true)
    list.push(event(1))
    await cycle.look()
    await cycle.look()
    cycle.setDown(false)
    await cycle.look()
    expect(cycle.told.flat().map(({ atMs }) => atMs)).toEqual([1])
    expect(cycle.logged).toEqual([
      'The engine’s events cannot be read; states are seen at each read only.',
      'The engine’s events can be read again.',
    ])
    await cycle.end()
  })
})
