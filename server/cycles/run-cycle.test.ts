import { describe, expect, it } from 'vitest'
import type { Run } from '../../shared/plan/run.ts'
import { aRun, NOON_MS } from '../../test/fakes/builders.ts'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import { createRunCycle } from './run-cycle.ts'

function start(runs: Run[], listRuns?: () => Promise<Run[]>) {
  const clock = manualSleep()
  const stop = new AbortController()
  const logged: string[] = []
  let advanced = 0
  const cycle = createRunCycle({
    applier: {
      advance: async () => {
        advanced += 1
      },
      listRuns: listRuns ?? (async ({ state }) => runs.filter(run => run.state === state)),
    },
    sleep: clock.sleep,
    log: { error: (_, message) => logged.push(message) },
  })
  const running = cycle.run(stop.signal)
  const end = async () => {
    stop.abort()
    await running
  }
  return { clock, cycle, end, logged, advanced: () => advanced }
}

describe('run cycle', () => {
  it('looks at once, then every second while runs are unfinished', async () => {
    const runs = [aRun({ state: 'running' })]
    const { clock, end, advanced } = start(runs)
    expect(await clock.asleep()).toBe(1_000)
    clock.wake()
    expect(await clock.asleep()).toBe(1_000)
    runs.length = 0
    clock.wake()
    expect(await clock.asleep()).toBe(60_000)
    expect(advanced()).toBe(3)
    await end()
  })

  it('wakes for a run that was just accepted, not for one that goes on', async () => {
    const { clock, cycle, end, advanced } = start([])
    await clock.asleep()
    cycle.onRun(aRun({ state: 'running', updatedAtMs: NOON_MS + 1 }))
    cycle.onRun(aRun({ updatedAtMs: NOON_MS + 1 }))
    expect(await clock.asleep()).toBe(60_000)
    expect(advanced()).toBe(1)
    cycle.onRun(aRun())
    await clock.asleep()
    expect(advanced()).toBe(2)
    await end()
  })

  it('keeps looking when the runs cannot be counted', async () => {
    const { clock, end, logged } = start([], () => Promise.reject(new Error('disk')))
    expect(await clock.asleep()).toBe(1_000)
    expect(logged).toEqual(['The unfinished runs could not be counted.'])
    await end()
  })
})
