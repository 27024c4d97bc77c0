import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { availableWrappers, sandboxBy } from '../../../test/fakes/start-test-script.ts'
import { pidsFrom, readProcessTree, type TreeFigures } from './process-tree.ts'
import { watchProcesses } from './watch-processes.ts'

describe('readProcessTree', () => {
  it('sees this process as it sees itself', () => {
    const { processes, rssBytes, cpuMs } = readProcessTree(process.pid)
    const { user, system } = process.cpuUsage()
    expect(processes).toBeGreaterThanOrEqual(1)
    expect(rssBytes / process.memoryUsage.rss()).toBeGreaterThan(0.5)
    expect(Math.abs(cpuMs - (user + system) / 1_000)).toBeLessThan(100 + cpuMs / 2)
  })
  it('counts what is not there as nothing', () => {
    expect(readProcessTree(2 ** 22 + 1)).toEqual({ processes: 0, rssBytes: 0, cpuMs: 0 })
  })
})

describe.each(await availableWrappers())('readProcessTree through %s', wrapper => {
  it('counts the memory of what is inside', async () => {
    const child = (await sandboxBy(wrapper)).spawn({
      command: [
        process.execPath,
        '-e',
        `const held = Buffer.alloc(1e8, 1); console.log('held'); setInterval(() => held, 1e6)`,
      ],
      readable: [{ from: process.execPath, at: process.execPath }],
      environment: {},
      dataBytes: 2 ** 30,
      openFiles: 64,
    })
    await once(child.stdout, 'data')
    const { processes, rssBytes } = readProcessTree(child.pid ?? 0)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(processes).toBeLessThanOrEqual(3)
    expect(rssBytes).toBeGreaterThan(1e8)
  })

  it('bounds a fork bomb', async () => {
    const child = (await sandboxBy(wrapper)).spawn({
      command: ['/bin/sh', '-c', 'for turn in $(seq 200); do sleep 1000 & done; wait'],
      readable: [],
      environment: {},
      dataBytes: 2 ** 30,
      openFiles: 64,
    })
    const watch = watchProcesses(10)
    let pids: number[] = []
    const what = await new Promise<string>(resolve =>
      watch.watch({
        pid: child.pid ?? 0,
        maxRssBytes: 2 ** 40,
        maxProcesses: 12,
        onExcess(excess) {
          pids = pidsFrom(child.pid ?? 0)
          child.kill('SIGKILL')
          resolve(excess)
        },
      }),
    )
    watch.close()
    await once(child, 'close')
    expect(what).toMatch(/^it ran \d+ processes, 12 are allowed$/)
    await vi.waitFor(() => expect(pids.filter(pid => readProcessTree(pid).processes > 0)).toEqual([]))
  })
})

describe('watchProcesses', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** A process that uses this much processor time in each 100 ms. */
  function aWatch(over: Partial<TreeFigures> & { cpuEachMs?: number; asked?: () => number | undefined } = {}) {
    const { cpuEachMs = 0, asked, ...figures } = over
    let nowMs = 0
    let cpuMs = 0
    const said: string[] = []
    const readTree = () => {
      nowMs += 100
      cpuMs += cpuEachMs
      return { processes: 1, rssBytes: 0, cpuMs, ...figures }
    }
    const watch = watchProcesses(100, { readTree, nowMs: () => nowMs })
    const stop = watch.watch({
      pid: 1,
      maxRssBytes: 2 ** 20,
      maxProcesses: 2,
      onExcess: what => said.push(what),
      ...(asked && { asked }),
    })
    return { said, stop, watch }
  }

  it('tells of too much memory, once', () => {
    const { said } = aWatch({ rssBytes: 3 * 2 ** 20 })
    vi.advanceTimersByTime(1_000)
    expect(said).toEqual(['it held 3 MiB of memory, 1 MiB are allowed'])
  })
  it('tells of too many processes', () => {
    const { said } = aWatch({ processes: 3 })
    vi.advanceTimersByTime(100)
    expect(said).toEqual(['it ran 3 processes, 2 are allowed'])
  })
  it('tells of who computes on and on while nothing is asked', () => {
    const { said } = aWatch({ cpuEachMs: 90, asked: () => 7 })
    vi.advanceTimersByTime(3_000)
    expect(said).toEqual([])
    vi.advanceTimersByTime(200)
    expect(said).toEqual(['it kept a core busy while nothing was asked of it'])
  })
  it('but not of one that is asked, however seldom it is seen at work', () => {
    let calls = 0
    const { said } = aWatch({ cpuEachMs: 90, asked: () => Math.floor(++calls / 10) })
    vi.advanceTimersByTime(20_000)
    expect(said).toEqual([])
  })
  it('nor of one that is at work, nor of one that does little', () => {
    const busy = aWatch({ cpuEachMs: 90, asked: () => undefined })
    const quiet = aWatch({ cpuEachMs: 40, asked: () => 7 })
    const unknown = aWatch({ cpuEachMs: 90 })
    vi.advanceTimersByTime(20_000)
    expect([busy.said, quiet.said, unknown.said]).toEqual([[], [], []])
  })
  it('looks no more at what it was told to leave', () => {
    const { said, stop } = aWatch({ processes: 3 })
    stop()
    vi.advanceTimersByTime(1_000)
    expect(said).toEqual([])
  })
})
