import { printable } from '../../hosts/printable.ts'
import type { Compatibility } from '../../language/scan.ts'
import { createHostTuner, type PolicyRound, policyRound } from '../../tuning/host-tuner.ts'
import type { HostKnobs } from '../../tuning/knobs/carry-out.ts'
import type { ControllerName } from '../../tuning/knobs/controllers.ts'
import type { ExitCode } from '../outcome.ts'
import { changeText } from './change-text.ts'
import { compileFiles } from './compile-files.ts'
import { readSamples, usualIntervalS } from './read-samples.ts'
import { replayFacts } from './replay-facts.ts'

export type ReplayRequest = Readonly<{
  samplesFile: string
  controllers: readonly ControllerName[]
  compatibility: Compatibility
  /** Between samples; undefined: as the file has it. */
  intervalS?: number | undefined
  json: boolean
  print: (text: string) => void
}>

/**
 * Plays recorded samples to a policy, one round each, and prints what would be changed. 1 when a round failed.
 * @throws CliFailure for files that cannot be used
 */
export async function replayPolicy(names: readonly string[], request: ReplayRequest): Promise<ExitCode> {
  const program = compileFiles(names, request.compatibility)
  const samples = readSamples(request.samplesFile)
  const { io, facts, take } = replayFacts(request.intervalS ?? usualIntervalS(samples))
  let nowMs = 0
  let decided = 0
  const newId = () => {
    decided += 1
    return String(decided)
  }
  const tuner = createHostTuner({ facts, io, controllers: request.controllers, now: () => nowMs, newId })
  const { signal } = new AbortController()
  let failed = 0
  for (const sample of samples) {
    nowMs = sample.atMs
    take(sample)
    const done = await policyRound(tuner, {
      program,
      mode: 'dry-run',
      knobs: untouched,
      handOn: async () => undefined,
      signal,
    })
    if (done.round.outcome === 'failed') failed += 1
    request.print(request.json ? JSON.stringify(done) : roundText(done))
  }
  if (!request.json) request.print(`${samples.length} rounds, ${decided} changes, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

function roundText({ round, decisions }: PolicyRound): string {
  const { outcome, problem, skipped } = round
  const told = [
    ...(problem ? [`${problem.code}: ${problem.message}`] : []),
    ...decisions.map(({ change }) => changeText(change)),
    ...skipped.map(({ vmName, message }) => `skipped ${printable(vmName)}: ${message}`),
  ]
  return [`${new Date(round.atMs).toISOString()} ${outcome}`, ...told.map(line => `  ${line}`)].join('\n')
}

const never = async (): Promise<never> => {
  throw new Error('a replay changes nothing')
}
const untouched: HostKnobs = {
  setBalloonTarget: never,
  setKsm: never,
  setCpuTune: never,
  setIoTune: never,
  pinVcpus: never,
}
