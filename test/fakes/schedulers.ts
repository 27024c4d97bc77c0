/** For tests: schedulers as they are loaded, with functions that the test writes. */

import { parseClusterSchedulers } from '../../server/runtime/schedulers/cluster-schedulers.ts'
import { createSchedulers } from '../../server/runtime/schedulers/create-schedulers.ts'
import type { LoadedScheduler, SchedulerQuestion } from '../../server/runtime/schedulers/loaded-scheduler.ts'
import type { Schedulers } from '../../server/runtime/schedulers/schedulers.ts'
import { type SchedulerDescription, type SchedulerFunction, schedulerFunctions } from '../../shared/sdk/scheduler.ts'
import { NOON_MS } from './builders.ts'

/** The default scheduler alone, saying nothing unless the test has it say something. */
export function someSchedulers(
  answers: Answers = {},
  site: readonly LoadedScheduler[] = [],
  entries: readonly string[] = [],
): Schedulers {
  const silent = {
    selectedHosts: () => [],
    hasAnyHosts: () => true,
    selectHost: ({ ask: { candidates = [] } }: SchedulerQuestion) => ({
      hostId: candidates[0]?.hostId,
      because: { text: 'the first' },
    }),
    loadBalance: () => undefined,
    onTimerInvoked: () => undefined,
    onVmStatusChanged: () => undefined,
    onHostStatusChanged: () => undefined,
  }
  return createSchedulers({
    byDefault: { ...aScheduler('default', { ...silent, ...answers }), source: 'built-in', isolation: 'none' },
    siteSchedulers: () => site,
    clusters: parseClusterSchedulers(entries).clusters,
    quarantineAfter: 5,
    elapsedMs: () => 0,
    now: () => NOON_MS,
  })
}

type Answers = Readonly<Partial<Record<SchedulerFunction, (question: SchedulerQuestion) => unknown>>>

/** Of a site; it has the functions that are given. What one throws, the scheduler fails with. */
export function aScheduler(
  id: string,
  answers: Answers = {},
  over: Partial<Pick<LoadedScheduler, 'source' | 'ignored'>> &
    Readonly<{ description?: Partial<SchedulerDescription> }> = {},
): LoadedScheduler {
  const { description, ...rest } = over
  return {
    scheduler: {
      id,
      name: id,
      version: '1.0',
      writtenFor: '0.1',
      policies: ['First', 'Second'],
      parameters: {},
      functions: schedulerFunctions.filter(name => answers[name] !== undefined),
      ...description,
    },
    source: `/plugins/${id}.ts`,
    isolation: 'kernel',
    checksum: 'c0ffee',
    ...rest,
    run: async (name, question) => answers[name]?.(question),
  }
}
