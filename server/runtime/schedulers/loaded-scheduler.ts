import { createHash } from 'node:crypto'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Parameters } from '../../../shared/policy/parameter.ts'
import { callScheduler, type SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import {
  type Scheduler,
  type SchedulerDescription,
  type SchedulerFunction,
  schedulerFunctions,
} from '../../../shared/sdk/scheduler.ts'
import type { UnitValues } from '../unit-runner.ts'
import type { Isolation } from '../unit-runtime.ts'

/** A question as it is put to a scheduler, wherever it runs. */
export type SchedulerQuestion = Readonly<{ snapshot: Snapshot; ask: SchedulerAsk; values: UnitValues }>

/** Reaches one function. The answer is not to be trusted. Rejects, with UnitFailure to say how it failed. */
export type SchedulerRunner = (name: SchedulerFunction, question: SchedulerQuestion) => Promise<unknown>

export type RegisteredScheduler = Readonly<{
  scheduler: SchedulerDescription
  /** "built-in", or the file of a site's plugin. */
  source: string
  isolation: Isolation
  /** SHA-256 of the plugin's file, or of the code of one that comes with the service; hexadecimal. */
  checksum: string
  /** Why it is not used, as it is. */
  ignored?: string
}>

export type LoadedScheduler = RegisteredScheduler & Readonly<{ run: SchedulerRunner }>

/** A scheduler of ours, run right here. */
export function builtInScheduler<P extends Parameters>(scheduler: Scheduler<P>): LoadedScheduler {
  const { id, name, version, writtenFor, policies, parameters } = scheduler
  const description = { id, name, version, writtenFor, policies, parameters, functions: schedulerFunctions }
  const code = schedulerFunctions.map(own => String(scheduler[own])).join('\n')
  return {
    scheduler: description,
    source: 'built-in',
    isolation: 'none',
    checksum: createHash('sha256').update(JSON.stringify(description)).update(code).digest('hex'),
    run: async (asked, { snapshot, ask, values }) =>
      callScheduler(scheduler, asked, ask, { snapshot, values: values as never, fetch: noFetch }),
  }
}

const noFetch = () => Promise.reject(new Error('a scheduler that comes with the service fetches nothing'))
