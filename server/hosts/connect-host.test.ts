import { describe, expect, it } from 'vitest'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import { connectHost } from './connect-host.ts'
import type { HostConnection, HostEvent, HostLink } from './host-client.ts'
import { HostError } from './host-error.ts'

const never = () => expect.fail('not asked in this test')
const signal = AbortSignal.timeout(60_000)
const settled = () => new Promise(resolve => setImmediate(resolve))

/** Links that the test opens and ends, a clock that it turns, and a random number that it names. */
function start({ random = 0.5 } = {}) {
  const { sleep, asleep, wake } = manualSleep()
  let nowMs = 1_000_000
  let answer: (link: HostLink | Error) => void = never
  const told: HostConnection[] = []
  const events: HostEvent[] = []
  let tell: (event: HostEvent) => void = never
  const client = connectHost({
    dial: onEvent => {
      tell = onEvent
      return new Promise((resolve, reject) => {
        answer = given => (given instanceof Error ? reject(given) : resolve(given))
      })
    },
    sleep,
    now: () => nowMs,
    random: () => random,
  })
  client.onConnection(connection => told.push(connection))
  client.onEvent(event => events.push(event))
  return {
    client,
    told,
    events,
    asleep,
    wake,
    pass: (ms: number) => {
      nowMs += ms
    },
    tell: (event: HostEvent) => tell(event),
    fail: async (error: Error) => {
      answer(error)
      await settled()
    },
    async open() {
      const { promise: ended, resolve: end } = Promise.withResolvers<Error>()
      let closed = false
      const read = async () => ({ takenAtMs: nowMs, memory: { totalKiB: 1 }, cpus: [], numaNodes: [] })
      const close = () => {
        closed = true
        end(new HostError('host-closed', 'closed'))
      }
      answer({
        software: 'a host',
        ended,
        close,
        readHost: read,
        listGuests: never,
        setBalloonTarget: never,
        setKsm: never,
        setCpuTune: never,
        setIoTune: never,
        pinVcpus: never,
      })
      await settled()
      return { end, isClosed: () => closed }
    },
  }
}

describe('connectHost', () => {
  it('answers by the link once it is connected, and says what is there', async () => {
    const { client, open } = start()
    await expect(client.readHost(signal)).rejects.toMatchObject({ code: 'host-unreachable' })
    await open()
    expect(client.connection()).toMatchObject({ state: 'connected', software: 'a host', lost: 0 })
    expect(await client.readHost(signal)).toMatchObject({ takenAtMs: 1_000_000 })
  })

  it('says why a call cannot be made, and when it tries again', async () => {
    const { client, fail } = start()
    await fail(new HostError('host-certificate', 'It is not who it should be.'))
    const problem = { code: 'host-certificate', message: 'It is not who it should be.', atMs: 1_000_000 }
    expect(client.connection()).toMatchObject({ state: 'waiting', nextAttemptAtMs: 1_001_500, problem, lost: 0 })
    await expect(client.readHost(signal)).rejects.toThrow(/no connection.*It is not who it should be/)
  })

  it('waits ever longer while it fails, up to a minute, never less than a second', async () => {
    for (const [random, waits] of [
      [0, [1000, 1000, 1000, 1000, 1000, 1000, 1000]],
      [1, [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]],
    ] as const) {
      const { fail, asleep, wake } = start({ random })
      const seen: number[] = []
      for (const _ of waits) {
        await fail(new Error('no route'))
        seen.push(await asleep())
        wake()
        await settled()
      }
      expect(seen).toEqual(waits)
    }
  })

  it('is quick again after a connection that lasted, and not after one that ended at once', async () => {
    for (const [lastedMs, waitMs] of [
      [30_000, 2000],
      [29_999, 8000],
    ] as const) {
      const { fail, open, pass, asleep, wake, client } = start({ random: 1 })
      for (let failure = 0; failure < 2; failure++) {
        await fail(new Error('no route'))
        await asleep()
        wake()
        await settled()
      }
      const { end } = await open()
      pass(lastedMs)
      end(new Error('reset by peer'))
      expect(await asleep()).toBe(waitMs)
      expect(client.connection()).toMatchObject({
        lost: 1,
        problem: { code: 'host-unreachable', message: 'reset by peer' },
      })
    }
  })

  it('tells each step to those who listen, and events only while somebody does', async () => {
    const { told, events, open, tell, asleep, wake, client } = start()
    const { end } = await open()
    expect(client.connection().problem).toBeUndefined()
    tell({ kind: 'host-changed' })
    end(new Error('gone'))
    await asleep()
    wake()
    await settled()
    expect(told.map(({ state }) => state)).toEqual(['connected', 'waiting', 'connecting'])
    expect(events).toEqual([{ kind: 'host-changed' }])
    expect(told.at(-1)?.problem?.message).toBe('gone')
  })

  it('ends with its link when it is closed, also one that opens too late', async () => {
    const early = start()
    const { isClosed } = await early.open()
    early.client.close()
    expect([isClosed(), early.client.connection().state]).toEqual([true, 'closed'])
    await expect(early.client.readHost(signal)).rejects.toMatchObject({ code: 'host-closed' })

    const late = start()
    late.client.close()
    const opened = await late.open()
    expect([opened.isClosed(), late.client.connection().state]).toEqual([true, 'closed'])
  })
})
