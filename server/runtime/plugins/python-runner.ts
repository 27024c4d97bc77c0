import { reason } from '../../../shared/policy/reason.ts'
import { accept, reject, type UnitDescription, type Verdict } from '../../../shared/policy/unit.ts'
import type { PluginMethod, PythonRun } from '../python/python-run.ts'
import type { BalanceQuestion, VmQuestion } from '../question.ts'
import { UnitFailure } from '../unit-failure.ts'
import type { Given, IdsRunner } from '../unit-runner.ts'
import type { BalanceAnswer, Scores } from '../unit-runtime.ts'
import type { ZygoteSupervisor } from './zygote-supervisor.ts'

/** What the output of a plugin means: as the original daemon took it, or with its faults mended. */
export type Reading = Readonly<{
  /** Ids the plugin keeps. Each throws UnitFailure for no usable answer. */
  filter(run: PythonRun, hostIds: readonly string[]): readonly string[]
  score(run: PythonRun, hostIds: readonly string[]): Scores
  balance(run: PythonRun, question: BalanceQuestion, unitId: string): BalanceAnswer
  /** The properties that the plugin is handed, from what the engine sent. */
  properties(question: VmQuestion | BalanceQuestion, given: Given): unknown
}>

export type PythonRunnerOptions = Readonly<{
  /** Of the class: the unit's name is another only where a file's classes were renamed. */
  className: string
  unit: UnitDescription
  interpreter: ZygoteSupervisor
  reading: Reading
  timeoutMs: number
}>

/** Calls the methods of one class, in a process for each call, with ids and properties as the original daemon did. */
export function pythonRunner({ className, unit, interpreter, reading, timeoutMs }: PythonRunnerOptions): IdsRunner {
  const run = (method: PluginMethod, ...args: unknown[]) => interpreter.call({ className, method, args, timeoutMs })
  const { functions, id } = unit
  const out = reject(reason('plugin-left-out', `${id} did not name this host; it gives no reasons.`, { unit: id }))
  return {
    needs: 'ids',
    ...(functions.includes('filter') && {
      async filter(question, given) {
        const { hostIds, vmId } = question
        const kept = reading.filter(await run('do_filter', hostIds, vmId, reading.properties(question, given)), hostIds)
        const verdicts = new Map<string, Verdict>(hostIds.map(hostId => [hostId, out]))
        for (const hostId of kept) verdicts.set(hostId, accept)
        return verdicts
      },
    }),
    ...(functions.includes('score') && {
      async score(question, given) {
        const { hostIds, vmId } = question
        return reading.score(await run('do_score', hostIds, vmId, reading.properties(question, given)), hostIds)
      },
    }),
    ...(functions.includes('balance') && {
      async balance(question, given) {
        const { hostIds } = question
        return reading.balance(await run('do_balance', hostIds, reading.properties(question, given)), question, id)
      },
    }),
  }
}

/** For what the plugin's process did instead of answering. */
export const noUsableAnswer = (kind: 'failed' | 'timed-out' | 'bad-answer' | 'breaks-call', message: string) =>
  new UnitFailure(kind === 'bad-answer' ? 'bad-output' : kind, message)
