import { describe, expect, it } from 'vitest'
import { aSnapshot } from '../../../test/fakes/builders.ts'
import { UnitFailure } from '../unit-failure.ts'
import type { Said } from './parse-from-plugin.ts'
import { type Asking, type PluginProcess, ProcessGone } from './plugin-process.ts'
import { supervisePlugin } from './plugin-supervisor.ts'
import { type SnapshotLine, snapshotLine } from './snapshot-line.ts'

const call: Asking = { unit: 'unit', function: 'filter', hosts: { count: 1, text: '[0]' }, values: {} }
const line = snapshotLine(aSnapshot())

/** Every turn that promises already settled may still want. */
const settled = () => new Promise(resolve => setImmediate(resolve))

type Asked = Readonly<{ answer: (value: unknown) => void }>

/** A process that does what the test says. */
function fakeProcess(name: string) {
  const ready = Promise.withResolvers<Said>()
  const gone = Promise.withResolvers<string>()
  ready.promise.catch(() => {})
  const pending: ReturnType<typeof Promise.withResolvers<unknown>>[] = []
  const shown: SnapshotLine[] = []
  let isAlive = true
  const end = (why: string) => {
    if (!isAlive) return
    isAlive = false
    ready.reject(new UnitFailure('failed', why))
    for (const [index, { reject }] of pending.entries()) reject(new ProcessGone('timed-out', why, index === 0))
    gone.resolve(why)
  }
  const process: PluginProcess = {
    pid: undefined,
    ready: ready.promise,
    ask() {
      const asked = Promise.withResolvers<unknown>()
      pending.push(asked)
      return asked.promise
    },
    show: snapshot => void shown.push(snapshot),
    isAlive: () => isAlive,
    asked: () => undefined,
    kill: (_code, why) => end(why),
    gone: gone.promise,
  }
  return {
    name,
    process,
    shown,
    load: () => ready.resolve({ units: [], schedulers: [] }),
    end,
    isAlive: () => isAlive,
    waiting: () => pending.length,
    answer: (value: unknown) => (pending.shift() as unknown as { resolve: Asked['answer'] }).resolve(value),
  }
}

/** A sleep that the test ends, which remembers how long it should have been. */
function aSupervisor({ hasSpare = false } = {}) {
  const started: ReturnType<typeof fakeProcess>[] = []
  const sleeps: { ms: number; wake: () => void }[] = []
  const begin = () => {
    const fake = fakeProcess(`process ${started.length}`)
    started.push(fake)
    return fake
  }
  const first = begin()
  first.load()
  const supervisor = supervisePlugin({
    first: first.process,
    start: () => begin().process,
    hasSpare,
    callTimeoutMs: 1_000,
    sleep: ms => new Promise(wake => sleeps.push({ ms, wake })),
  })
  const pauses = () => sleeps.filter(({ ms }) => ms !== 1_000 && ms !== 5_000)
  return {
    supervisor,
    started,
    at: (index: number) => started[index] as ReturnType<typeof fakeProcess>,
    pauses: () => pauses().map(({ ms }) => ms),
    wake: (ms: number) => {
      for (const sleep of sleeps) if (sleep.ms === ms) sleep.wake()
    },
  }
}

describe('supervisePlugin', () => {
  it('has a spare ready, which takes over at once and is replaced', async () => {
    const { supervisor, at, started, pauses, wake } = aSupervisor({ hasSpare: true })
    await settled()
    expect(started).toHaveLength(2)
    at(1).load()
    supervisor.show(line)
    expect([at(0).shown, at(1).shown]).toEqual([[line], []])

    at(0).end('it fell over')
    await settled()
    expect(at(1).shown).toEqual([line])
    const answered = supervisor.ask(call, line)
    await settled()
    at(1).answer('from the spare')
    expect(await answered).toBe('from the spare')
    expect(supervisor.restarts()).toEqual({ count: 1, lastReason: 'it fell over' })
    // The next spare waits a little: this may be a plugin that falls over at each call.
    expect(pauses()).toEqual([100])
    wake(100)
    await settled()
    expect(started).toHaveLength(3)
  })

  it('asks once more what merely waited behind the call that ended the process', async () => {
    const { supervisor, at } = aSupervisor()
    const [culprit, behind, last] = [1, 2, 3].map(() => supervisor.ask(call, line))
    await settled()
    expect(at(0).waiting()).toBe(3)
    at(0).end('no answer')
    await expect(culprit).rejects.toThrow('no answer')
    await settled()
    at(1).load()
    await settled()
    expect(at(1).waiting()).toBe(2)
    // Now the second one turns out to be a culprit too: the last is not tried a third time.
    at(1).end('no answer again')
    await expect(behind).rejects.toThrow('no answer again')
    await expect(last).rejects.toThrow('no answer again')
  })

  it('waits twice as long before each further restart without a good answer between, half a minute at most', async () => {
    const { supervisor, at, started, pauses, wake } = aSupervisor()
    for (let round = 0; round < 12; round += 1) {
      at(started.length - 1).end('it fell over')
      await settled()
      const pause = pauses().at(-1)
      if (pause !== undefined) wake(pause)
      await settled()
      at(started.length - 1).load()
      await settled()
    }
    expect(pauses()).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000])
    const answered = supervisor.ask(call, line)
    await settled()
    at(started.length - 1).answer(1)
    await answered
    at(started.length - 1).end('after a good answer')
    await settled()
    // At once: no pause has been added.
    expect(pauses()).toHaveLength(11)
    expect(started).toHaveLength(14)
  })

  it('lets a call wait for a restart as long as a call may take, and then says why', async () => {
    const { supervisor, at, wake } = aSupervisor()
    at(0).end('it held 900 MiB of memory')
    await settled()
    const waiting = supervisor.ask(call, line)
    await settled()
    wake(1_000)
    await expect(waiting).rejects.toThrow('it is being restarted: it held 900 MiB of memory')
  })

  it('tries again at the next call when a restart fails', async () => {
    const { supervisor, at, started, wake } = aSupervisor()
    at(0).end('it fell over')
    await settled()
    at(1).end('it was not loaded')
    await settled()
    const answered = supervisor.ask(call, line)
    await settled()
    wake(100)
    await settled()
    expect(started).toHaveLength(3)
    at(2).load()
    await settled()
    at(2).answer('well')
    expect(await answered).toBe('well')
  })

  it('does not take a spare that is dead', async () => {
    const { at, started } = aSupervisor({ hasSpare: true })
    await settled()
    at(1).end('it was not loaded')
    await settled()
    at(0).end('it fell over')
    await settled()
    expect(started).toHaveLength(3)
  })

  it('counts a process that is replaced before it is gone', async () => {
    const { supervisor, at, started } = aSupervisor()
    // Killed, but not gone yet: the next call already needs another one.
    const { process } = at(0)
    Object.assign(process, { isAlive: () => false })
    const answered = supervisor.ask(call, line)
    await settled()
    at(1).load()
    await settled()
    at(0).end('killed')
    at(1).answer('other')
    expect(await answered).toBe('other')
    await settled()
    expect(supervisor.restarts()).toEqual({ count: 1, lastReason: 'killed' })
    expect(started).toHaveLength(2)
  })

  it('is closed when calls under way are answered, and ends all it started', async () => {
    const { supervisor, at } = aSupervisor({ hasSpare: true })
    await settled()
    const answered = supervisor.ask(call, line)
    await settled()
    const closed = supervisor.close()
    await settled()
    expect(at(0).isAlive()).toBe(true)
    at(0).answer('last words')
    await closed
    expect(await answered).toBe('last words')
    expect([at(0).isAlive(), at(1).isAlive()]).toEqual([false, false])
  })

  it('is closed after a while even so', async () => {
    const { supervisor, at, wake } = aSupervisor()
    const asked = supervisor.ask(call, line)
    await settled()
    const closed = supervisor.close()
    await settled()
    wake(5_000)
    await closed
    await expect(asked).rejects.toThrow('the plugin was unloaded')
    expect(at(0).isAlive()).toBe(false)
  })

  const moments = [
    { when: 'a process is being started', hasSpare: false },
    { when: 'the spare that takes over is not loaded yet', hasSpare: true },
  ]
  it.each(moments)('leaves nothing behind when it is closed while $when', async ({ hasSpare }) => {
    const { supervisor, at, started } = aSupervisor({ hasSpare })
    await settled()
    at(0).end('it fell over')
    await settled()
    await supervisor.close()
    await settled()
    for (const { isAlive } of started) expect(isAlive()).toBe(false)
  })
})
