import type { Run, Step } from '../../../shared/plan/run.ts'
import { isStepOver } from '../../../shared/plan/run.ts'
import type { SoakReport } from './soak-engine-process.ts'

/** What service and engine disagree about; each sentence is a lost or doubled action. */
export type Reconciled = Readonly<{
  problems: readonly string[]
  done: number
  failed: number
  /** The VM was where it should be, brought there by somebody else. */
  doneByOthers: number
  /** Refused, skipped or planned anew before the engine began anything. */
  neverBegun: number
}>

/** Compares every step that the service has ever had with the engine's own records, by correlation id. */
export function reconcile(runs: readonly Run[], report: SoakReport): Reconciled {
  const steps = new Map(runs.flatMap(run => run.steps).map((step): [string, Step] => [step.correlationId, step]))
  const begun = new Set(report.begun.map(({ correlationId }) => correlationId))
  const moving = new Set(report.moving)
  const problems: string[] = []
  const count = { done: 0, failed: 0, doneByOthers: 0, neverBegun: 0 }
  for (const { correlationId, vm } of report.begun)
    if (!steps.has(correlationId))
      problems.push(`${vm}: the engine moved it as ${correlationId}, of which the service knows nothing`)
  for (const [id, { vm, state }] of steps) {
    const outcome = report.outcomes[id]
    if (!isStepOver(state)) {
      if (begun.has(id) && !moving.has(id))
        problems.push(`${vm.name}: ${id} is ${state} for the service, over for the engine (${outcome ?? 'no trace'})`)
      continue
    }
    if (!begun.has(id)) {
      count[state === 'done' ? 'doneByOthers' : 'neverBegun'] += 1
      continue
    }
    if (moving.has(id)) problems.push(`${vm.name}: ${id} is ${state} for the service, under way for the engine`)
    else if (outcome === undefined || (state === 'done') !== (outcome === 'done'))
      problems.push(`${vm.name}: ${id} is ${state} for the service, ${outcome ?? 'without an end'} for the engine`)
    else count[state === 'done' ? 'done' : 'failed'] += 1
  }
  return { problems: [...new Set(problems)], ...count }
}
