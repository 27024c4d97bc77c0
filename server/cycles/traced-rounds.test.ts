import { describe, expect, it } from 'vitest'
import { aCluster, aSnapshot } from '../../test/fakes/builders.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'
import type { Log } from '../telemetry/log.ts'
import { currentTrace, inOwnTrace as traced } from '../telemetry/trace.ts'
import { createAutomationCycle } from './automation-cycle.ts'
import { createBackupCycle } from './backup-cycle.ts'
import { createEventCycle } from './event-cycle.ts'
import { createRecommendCycle } from './recommend-cycle.ts'
import { createSnapshotCycle } from './snapshot-cycle.ts'

const snapshot = aSnapshot({ clusters: [aCluster({ id: 'c1' }), aCluster({ id: 'c2' })] })

/** What fails notes the trace it was in, and so does the log: of each round both are to have the same, and no two rounds. */
function rounds(wanted: number) {
  const stop = new AbortController()
  const [failed, logged]: [unknown[], unknown[]] = [[], []]
  const note = () => {
    logged.push(currentTrace()?.traceId)
    if (logged.length === wanted) stop.abort()
  }
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const fail = () => {
    failed.push(currentTrace()?.traceId)
    // Of another kind each time: the same trouble is told once.
    const code = `luck-${failed.length}`
    return Promise.reject(Object.assign(new Error(code), { code }))
  }
  const sleep = async () => {
    expect(currentTrace()).toBeUndefined()
    if (failed.length > wanted) stop.abort()
  }
  return { shared: { log, sleep, traced, intervalMs: 1, deadlineMs: 1000, now: () => 0 }, fail, stop, failed, logged }
}

describe('a round of its own trace', () => {
  type Rounds = ReturnType<typeof rounds>
  const snapshots = () => aSnapshotSource({ snapshot })
  it.each([
    {
      what: 'a read of the engine',
      count: 2,
      run: ({ shared, fail, stop }: Rounds) => createSnapshotCycle({ ...shared, read: fail }).run(stop.signal),
    },
    {
      what: 'a look at its events',
      count: 1,
      run: ({ shared, fail, stop }: Rounds) =>
        createEventCycle({
          ...shared,
          events: { newest: fail, since: fail },
          snapshots: snapshots(),
          onStatusEvents: () => undefined,
        }).run(stop.signal),
    },
    {
      what: 'a duty in a cluster',
      count: 4,
      run: ({ shared, fail, stop }: Rounds) => {
        const duties = ['watch', 'act'].map(name => ({ name, do: fail }))
        return createAutomationCycle({ ...shared, snapshots: snapshots(), duties }).run(stop.signal)
      },
    },
    {
      what: 'a backup',
      count: 2,
      run: ({ shared, fail, stop }: Rounds) =>
        createBackupCycle({ ...shared, make: fail, newestMs: () => undefined }).run(stop.signal),
    },
    {
      what: 'the advice of a cluster',
      count: 2,
      run: ({ shared, fail, stop }: Rounds) =>
        createRecommendCycle({
          ...shared,
          snapshots: snapshots(),
          recommendations: { refusals: fail, reconcile: fail, closeAllBut: async () => undefined },
          modeOf: () => 'off',
        } as unknown as Parameters<typeof createRecommendCycle>[0]).run(stop.signal),
    },
  ])('is $what, and what is logged of it', async ({ count, run }) => {
    const story = rounds(count)
    await run(story)
    expect(story.logged).toEqual(story.failed)
    expect(story.logged).not.toContain(undefined)
    expect(new Set(story.logged).size).toBe(count)
  })
})
