import { describe, expect, it } from 'vitest'
import { manualClock } from '../../test/fakes/manual-clock.ts'
import { gathered } from './gathered.ts'

function start() {
  const clock = manualClock()
  const closing = new AbortController()
  const toldAtMs: number[] = []
  const begunAtMs = clock.now()
  let setBackMs = 0
  const now = () => clock.now() - setBackMs
  const call = gathered({ gatherMs: 10, restMs: 100, sleep: clock.sleep, now, signal: closing.signal }, () =>
    toldAtMs.push(clock.now() - begunAtMs),
  )
  const setBack = (ms: number) => {
    setBackMs = ms
  }
  return { clock, closing, toldAtMs, call, setBack }
}

describe('gathered', () => {
  it('tells once for all calls that come close together', async () => {
    const { clock, call, toldAtMs } = start()
    call()
    await clock.pass(5)
    call()
    await clock.pass(500)
    expect(toldAtMs).toEqual([10])
  })

  it('is quiet for a while after that, and tells then what came meanwhile', async () => {
    const { clock, call, toldAtMs } = start()
    call()
    await clock.pass(20)
    call()
    call()
    await clock.pass(89)
    expect(toldAtMs).toEqual([10])
    await clock.pass(200)
    call()
    await clock.pass(200)
    expect(toldAtMs).toEqual([10, 110, 319])
  })

  it('is not quiet for longer because the clock was set back', async () => {
    const { clock, call, toldAtMs, setBack } = start()
    call()
    await clock.pass(10)
    setBack(3_600_000)
    call()
    await clock.pass(100)
    expect(toldAtMs).toEqual([10, 110])
  })

  it('tells nothing more once it is closed', async () => {
    const { clock, call, toldAtMs, closing } = start()
    call()
    closing.abort()
    call()
    await clock.pass(500)
    expect(toldAtMs).toEqual([])
  })
})
