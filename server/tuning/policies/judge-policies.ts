import type { PolicyFinding } from '../../../shared/api/tuning.ts'
import { checkProgram } from '../../language/check.ts'
import { compileProgram, type Program } from '../../language/evaluate.ts'
import { LanguageError } from '../../language/language-error.ts'
import { joinFiles, type PolicyFile, placeOf, type Source } from '../../language/source.ts'

export type Judged = Readonly<{
  /** undefined: an error stands among the findings, and the policies may not come into force. */
  program?: Program
  findings: readonly PolicyFinding[]
}>

/** Named policies as the program that they are: by name, in the order of code points, as MOM joins them. */
export const inOrder = (texts: ReadonlyMap<string, string>): PolicyFile[] =>
  [...texts].map(([name, text]) => ({ name, text })).toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** Whether policies can come into force together. What would fail in every cycle is an error here already. */
export function judgePolicies(texts: ReadonlyMap<string, string>): Judged {
  const files = inOrder(texts)
  const source = joinFiles(files)
  const findings = checkProgram(files).map(({ level, problem }) => finding(level, problem, source))
  if (findings.some(({ level }) => level === 'error')) return { findings }
  try {
    return { program: compileProgram(files), findings }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { findings: [...findings, finding('error', error, source)] }
  }
}

function finding(level: PolicyFinding['level'], problem: LanguageError, source: Source): PolicyFinding {
  const { file, line, column } = placeOf(source, problem.span ?? { start: 0, end: 0 })
  const { code, message, suggestion } = problem
  return { level, code, message, ...(suggestion !== undefined && { suggestion }), policy: file, line, column }
}
