import type { ExplainedControl, KnobChange, SkippedGuest } from '../../shared/plan/knob-decision.ts'
import { errorLine } from '../language/describe-error.ts'
import { type Evaluation, evaluate, type Program } from '../language/evaluate.ts'
import { LanguageError } from '../language/language-error.ts'
import type { ControlTrace } from '../language/trace.ts'
import type { FactSource } from './collectors/fact-source.ts'
import type { IoDraft } from './collectors/io-draft.ts'
import { explainControl } from './explain/explain-control.ts'
import type { ControllerName } from './knobs/controllers.ts'
import { planKnobs, type SentKnobs, type Wanted } from './knobs/plan-knobs.ts'
import type { ControlProblem, PlannedChange } from './knobs/planned-change.ts'

type KnownFacts = ReturnType<FactSource['facts']>

export type ExplainedChange = Readonly<{ change: KnobChange; because: readonly ExplainedControl[] }>
export type RoundProblem = Readonly<{ code: string; message: string }>

/** What one evaluation comes to. Nothing has been changed; `keep` makes its variables those of the next one. */
export type RoundPlan = Readonly<{
  outcome: 'ok' | 'failed' | 'not-ready'
  problem?: RoundProblem
  skipped: readonly SkippedGuest[]
  changes: readonly ExplainedChange[]
  keep(): void
}>

export type PlanRoundDeps = Readonly<{
  facts: Pick<FactSource, 'facts' | 'latest' | 'keep'>
  /** The one that the facts write to. */
  io: IoDraft
  controllers: readonly ControllerName[]
}>

/**
 * From what is known of a host to the changes that its policy wants now, each with why. The same for a dry run and for real.
 * An evaluation that fails wants nothing, of any guest or of the host.
 */
export function planRound(program: Program, { facts, io, controllers }: PlanRoundDeps, sent: SentKnobs): RoundPlan {
  const known = facts.facts()
  const nothing = { changes: [], skipped: known.notReady, keep: () => {} }
  if (known.host === undefined) {
    const message = `The host has not told ${known.missing.join(', ') || 'anything'} yet.`
    return { ...nothing, outcome: 'not-ready', problem: { code: 'host-not-ready', message } }
  }
  const run = (trace: boolean): Evaluation => {
    io.clear()
    return evaluate(
      program,
      { host: known.host ?? emptyHost, guests: known.guests.map(guest => guest.facts) },
      { trace },
    )
  }
  try {
    const evaluation = run(false)
    const wanted = wantedBy(evaluation, known, facts, io)
    if (wanted === undefined) return { ...nothing, outcome: 'not-ready' }
    const { changes, problems } = planKnobs(wanted, controllers, sent)
    // Evaluations have no effects: only where there is something to explain is it done once more, with a trace.
    const traces = changes.length === 0 ? [] : run(true).traces
    const hostProblem = problems.find(({ vmId }) => vmId === undefined)
    return {
      outcome: 'ok',
      ...(hostProblem && { problem: { code: hostProblem.code, message: hostProblem.message } }),
      skipped: [...known.notReady, ...skippedBy(evaluation, known, program), ...problems.flatMap(ofGuest)],
      changes: changes.map(change => explained(change, traces, known, program)),
      keep: () => keepVariables(evaluation, known, facts),
    }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { ...nothing, outcome: 'failed', problem: { code: error.code, message: errorLine(error, program.source) } }
  }
}

const emptyHost = { name: 'Host', samples: [] }

function wantedBy(
  evaluation: Evaluation,
  { guests }: KnownFacts,
  facts: PlanRoundDeps['facts'],
  io: IoDraft,
): Wanted | undefined {
  const latest = facts.latest()
  const failed = new Set(evaluation.skipped.map(({ name }) => name))
  const drafted = Map.groupBy(io.list(), ({ vmId }) => vmId)
  if (latest.host === undefined) return undefined
  return {
    reading: latest.host,
    controls: evaluation.host.controls,
    guests: guests.flatMap(({ vmId, facts: { name } }, index) => {
      const guest = latest.guests.get(vmId)
      const result = evaluation.guests[index]
      if (guest === undefined || result === undefined || failed.has(name)) return []
      return [{ guest, controls: result.controls, io: drafted.get(vmId) ?? [] }]
    }),
  }
}

const skippedBy = ({ skipped }: Evaluation, { guests }: KnownFacts, { source }: Program): SkippedGuest[] =>
  skipped.flatMap(({ name, because }) => {
    const guest = guests.find(({ facts }) => facts.name === name)
    if (guest === undefined) return []
    return [{ vmId: guest.vmId, vmName: guest.vmName, code: because.code, message: errorLine(because, source) }]
  })

const ofGuest = ({ vmId, vmName, code, message }: ControlProblem): SkippedGuest[] =>
  vmId === undefined || vmName === undefined ? [] : [{ vmId, vmName, code, message }]

function explained(
  { change, controls }: PlannedChange,
  traces: readonly ControlTrace[],
  { host, guests }: KnownFacts,
  { source }: Program,
): ExplainedChange {
  const entity = 'vmId' in change ? guests.find(({ vmId }) => vmId === change.vmId)?.facts.name : host?.name
  const because = controls.flatMap(control => {
    const trace = traces.findLast(trace => trace.entity === entity && trace.control === control)
    return trace === undefined ? [] : [explainControl(trace, source)]
  })
  return { change, because }
}

function keepVariables(evaluation: Evaluation, { guests }: KnownFacts, facts: PlanRoundDeps['facts']): void {
  const ofGuests = guests.map(({ vmId }, index) => [vmId, evaluation.guests[index]?.variables ?? {}] as const)
  facts.keep({ host: evaluation.host.variables, guests: new Map(ofGuests) })
}
