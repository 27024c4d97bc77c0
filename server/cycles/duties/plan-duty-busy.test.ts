import { expect, it } from 'vitest'
import { aPlan, automationRules } from '../../../test/fakes/automation.ts'
import { aCluster, aHost, aSnapshot, NOON_MS } from '../../../test/fakes/builders.ts'
import { fakeRecommendations } from '../../../test/fakes/services.ts'
import { createQuietWait } from '../quiet-wait.ts'
import { createSteadyFigures } from '../steady-figures.ts'
import { planDuty } from './plan-duty.ts'

const MINUTE_MS = 60_000
const HOSTS = 400

/** Each minute a VM starts on another host, so that some host has always changed lately. */
const busy = (minute: number) =>
  aSnapshot({
    takenAtMs: NOON_MS + minute * MINUTE_MS,
    hosts: Array.from({ length: HOSTS }, (_, at) => aHost({ id: `host${at}`, activeVms: at < minute ? 4 : 3 })),
  })

it('a large cluster in which something always starts or stops is planned for all the same', async () => {
  const figures = createSteadyFigures()
  const planned: number[] = []
  let minute = 0
  const duty = planDuty({
    plans: {
      request: async () => {
        planned.push(minute)
        return { plan: aPlan() }
      },
    },
    recommendations: fakeRecommendations(),
    rules: automationRules({ objectives: ['*=balance'] }),
    intervalMs: 5 * MINUTE_MS,
    quiet: createQuietWait({ heldMs: figures.heldMs, holdMs: 10 * MINUTE_MS }),
    now: () => NOON_MS + minute * MINUTE_MS,
  })
  for (; minute < 120; minute++) {
    const snapshot = busy(minute)
    figures.onSnapshot(snapshot)
    await duty.do(aCluster().id, snapshot, new AbortController().signal)
  }
  expect(planned).toEqual([30, 65, 100])
})
