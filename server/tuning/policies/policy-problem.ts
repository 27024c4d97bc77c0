import type { Finding } from '../../language/check.ts'
import { errorLine } from '../../language/describe-error.ts'
import type { LanguageError, LanguageErrorCode } from '../../language/language-error.ts'
import { caretLines, placeOf, type Source } from '../../language/source.ts'

export type PolicyProblemCode =
  | LanguageErrorCode
  /** The name is none that a policy may have. */
  | 'bad-name'
  /** There are as many policies as there may be. */
  | 'too-many'

export type LoadProblemCode =
  | PolicyProblemCode
  /** The file or directory cannot be read. */
  | 'unreadable'
  /** A directory, socket or pipe that has the name of a policy. */
  | 'not-a-file'
  | 'too-large'
  | 'not-utf-8'
  /** Another file that comes later has the same name up to `.policy`, and counts. */
  | 'same-name'

/** Why a policy is not taken, or what may surprise in it. */
export type PolicyProblem = Readonly<{
  code: PolicyProblemCode
  /** One line, for logs: `FILE:LINE:COLUMN: what; suggestion` where there is a place. */
  message: string
  /** The same without place and suggestion. */
  what: string
  /** Name of the policy that it stands in, which need not be the one that was set. */
  policy: string
  line?: number
  column?: number
  /** The line of the policy and a caret below it. */
  caret?: string
  suggestion?: string
}>

/** `error`: fails where it is evaluated; only `strict` takes a policy with one. `warning`: works, perhaps not as meant. */
export type PolicyFinding = Omit<PolicyProblem, 'code'> & Readonly<{ level: Finding['level']; code: LoadProblemCode }>

export function problemOf(error: LanguageError, source: Source): PolicyProblem {
  const { code, span, suggestion, message: what } = error
  const place = placeOf(source, span ?? { start: 0, end: 0 })
  return {
    code,
    message: errorLine(error, source),
    what,
    policy: place.file,
    ...(span !== undefined && { line: place.line, column: place.column, caret: caretLines(place) }),
    ...(suggestion !== undefined && { suggestion }),
  }
}

export const findingOf = ({ level, problem }: Finding, source: Source): PolicyFinding => ({
  level,
  ...problemOf(problem, source),
})

/** The name is none that a policy may have. */
export function nameProblem(policy: string, why: string): PolicyProblem {
  const what = `${JSON.stringify(policy)}: ${why}`
  return { code: 'bad-name', message: what, what, policy }
}
