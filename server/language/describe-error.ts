import type { LanguageError } from './language-error.ts'
import { caretLines, placeOf, type Source } from './source.ts'

/** `FILE:LINE:COLUMN: MESSAGE; SUGGESTION` on one line, for logs and command lines. */
export function errorLine(error: LanguageError, source: Source): string {
  const { file, line, column } = placeOf(source, error.span ?? { start: 0, end: 0 })
  const hint = error.suggestion === undefined ? '' : `; ${error.suggestion}`
  return `${file}:${line}:${column}: ${error.message}${hint}`.replaceAll(/[\r\n]+/g, ' ')
}

/** The line of the error with the line of the policy below and a caret under the place. */
export function describeError(error: LanguageError, source: Source): string {
  const place = placeOf(source, error.span ?? { start: 0, end: 0 })
  return `${errorLine(error, source)}\n${caretLines(place)}`
}
