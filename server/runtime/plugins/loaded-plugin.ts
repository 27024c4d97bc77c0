import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { briefProblem } from '../../config/brief-problem.ts'
import type { LoadedScheduler } from '../schedulers/loaded-scheduler.ts'
import type { LoadedUnit } from '../unit-runner.ts'
import type { PluginFile } from './plugin-file.ts'

/** A plugin that runs. */
export type LoadedPlugin = Readonly<{
  file: PluginFile
  units: readonly LoadedUnit[]
  schedulers: readonly LoadedScheduler[]
  /** What it may see of the engine, sent ahead so that no call has to wait for it. */
  show(snapshot: Snapshot): void
  restarts(): Readonly<{ count: number; lastReason?: string }>
  /** Waits for calls under way, then ends everything it runs. */
  close(): Promise<void>
}>

/** A plugin cannot be loaded. `problems`: a sentence each, with place and fix, on one line. */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const brief = problems.map(briefProblem)
    super(brief.join('; '))
    this.problems = brief
  }
}
