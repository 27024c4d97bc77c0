import type { EntityResult } from '../../language/evaluate.ts'
import { compileProgram, type Evaluation, evaluate } from '../../language/evaluate.ts'
import { FactsError, noFacts, parseFacts } from '../../language/parse-facts.ts'
import type { Compatibility } from '../../language/scan.ts'
import { joinFiles } from '../../language/source.ts'
import { writeJson, writeJsonRecord } from '../../language/write-json.ts'
import { CliFailure, type ExitCode } from '../outcome.ts'
import { readPolicyFiles, readText } from './read-policy-files.ts'
import { runPolicy } from './run-policy.ts'

export type EvalRequest = Readonly<{
  factsFile?: string | undefined
  compatibility: Compatibility
  print: (text: string) => void
  complain: (text: string) => void
}>

/** Prints one JSON object, or complains in one line. @throws CliFailure for files that cannot be read */
export function evalPolicy(
  names: readonly string[],
  { factsFile, compatibility, print, complain }: EvalRequest,
): ExitCode {
  const files = readPolicyFiles(names)
  const facts = factsFile === undefined ? noFacts : factsIn(factsFile)
  const source = joinFiles(files)
  return runPolicy(
    source,
    complain,
    () => evaluate(compileProgram(files, { compatibility }), facts),
    evaluation => print(resultJson(evaluation)),
  )
}

/** @throws CliFailure */
export function factsIn(file: string) {
  try {
    return parseFacts(readText(file))
  } catch (error) {
    if (error instanceof FactsError) throw new CliFailure(`${file}: ${error.message}`)
    throw error
  }
}

function resultJson({ values, host, guests }: Evaluation): string {
  const controls = ({ controls }: EntityResult) =>
    writeJsonRecord(Object.fromEntries(Object.entries(controls).map(([name, value]) => [name, writeJson(value)])))
  return writeJsonRecord({
    values: `[${values.map(writeJson).join(',')}]`,
    controls: writeJsonRecord({
      Host: controls(host),
      Guests: writeJsonRecord(Object.fromEntries(guests.map(guest => [guest.name, controls(guest)]))),
    }),
  })
}
