import { describeError } from '../../language/describe-error.ts'
import type { Compatibility } from '../../language/scan.ts'
import { joinFiles } from '../../language/source.ts'
import { checkPolicies as findingsOf } from '../../tuning/policies/named-policies.ts'
import type { ExitCode } from '../outcome.ts'
import { readPolicyFiles } from './read-policy-files.ts'

export type CheckRequest = Readonly<{ compatibility: Compatibility; print: (text: string) => void }>

/** Prints each finding with its line and a caret. 1 when one of them is an error. */
export function checkPolicies(names: readonly string[], { compatibility, print }: CheckRequest): ExitCode {
  const files = readPolicyFiles(names)
  const source = joinFiles(files)
  const findings = findingsOf(files, { compatibility })
  for (const { level, problem } of findings) print(`${level}: ${describeError(problem, source)}`)
  const errors = findings.filter(({ level }) => level === 'error').length
  print(`${errors} errors, ${findings.length - errors} warnings`)
  return errors > 0 ? 1 : 0
}
