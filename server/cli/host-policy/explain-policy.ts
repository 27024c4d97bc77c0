import { type Evaluation, evaluate, type Facts } from '../../language/evaluate.ts'
import type { Compatibility } from '../../language/scan.ts'
import type { ControlTrace } from '../../language/trace.ts'
import { explainControl } from '../../tuning/explain/explain-control.ts'
import { CliFailure, type ExitCode } from '../outcome.ts'
import { compileFiles } from './compile-files.ts'
import { factsIn } from './eval-policy.ts'
import { explainedLines } from './explained-lines.ts'
import { factsAfter } from './facts-after.ts'
import { runPolicy } from './run-policy.ts'

export type ExplainRequest = Readonly<{
  /** One of the two. */
  samplesFile?: string | undefined
  factsFile?: string | undefined
  /** Label of a guest, or Host. */
  vm?: string | undefined
  control?: string | undefined
  compatibility: Compatibility
  print: (text: string) => void
  complain: (text: string) => void
}>

/**
 * Prints for each control that the policy sets where it was set and what led there. 1 when the policy fails.
 * @throws CliFailure for files that cannot be used
 */
export function explainPolicy(names: readonly string[], request: ExplainRequest): ExitCode {
  const { samplesFile, factsFile, vm, control, print, complain } = request
  const program = compileFiles(names, request.compatibility)
  const { source } = program
  const show = (evaluation: Evaluation) => {
    checkName(vm, evaluation)
    const traces = lastOfEach(evaluation.traces).filter(
      trace => (vm === undefined || trace.entity === vm) && (control === undefined || trace.control === control),
    )
    for (const trace of traces) print(explainedLines(trace.entity, explainControl(trace, source)).join('\n'))
    if (traces.length === 0) print('The policy sets no such control here.')
  }
  const facts = () => knownFacts(program, { samplesFile, factsFile })
  return runPolicy(source, complain, () => evaluate(program, facts(), { trace: true }), show)
}

function knownFacts(
  program: Parameters<typeof factsAfter>[0],
  { samplesFile, factsFile }: Pick<ExplainRequest, 'samplesFile' | 'factsFile'>,
): Facts {
  if ((samplesFile === undefined) === (factsFile === undefined))
    throw new CliFailure('say with --samples or with --facts what is known of the host, and not with both')
  return samplesFile === undefined ? factsIn(factsFile as string) : factsAfter(program, samplesFile)
}

function checkName(vm: string | undefined, { host, guests }: Evaluation): void {
  const names = [host.name, ...guests.map(({ name }) => name)]
  if (vm !== undefined && !names.includes(vm))
    throw new CliFailure(`${vm} is not known, or its figures are not whole; there are ${names.join(', ')}`)
}

/** What was set last counts, in the order in which things were set first. */
function lastOfEach(traces: readonly ControlTrace[]): ControlTrace[] {
  const last = new Map<string, ControlTrace>()
  for (const trace of traces) last.set(`${trace.entity}\n${trace.control}`, trace)
  return [...last.values()]
}
