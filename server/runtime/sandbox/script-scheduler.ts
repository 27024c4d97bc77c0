import type { SchedulerRunner } from '../schedulers/loaded-scheduler.ts'
import type { PluginSupervisor } from './plugin-supervisor.ts'
import { snapshotLine } from './snapshot-line.ts'

/** Reaches the functions of one scheduler in a plugin's process. */
export const scriptScheduler =
  (scheduler: string, supervisor: PluginSupervisor): SchedulerRunner =>
  (name, { snapshot, ask, values }) =>
    supervisor.ask({ scheduler, function: name, ask, values }, snapshotLine(snapshot))
