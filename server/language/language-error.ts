import type { Span } from './source.ts'

export type LanguageErrorCode =
  /** Something that begins no token, or a text without its closing quote. */
  | 'lexical'
  /** A bracket that closes nothing or another kind, one left open, or no expression at all. */
  | 'parse'
  /** A name that nothing visible here defines, or a member that its object lacks. */
  | 'undefined-symbol'
  /** A number, text, list or operator where a name or a form had to stand. */
  | 'malformed'
  | 'arity'
  | 'unknown-function'
  /** The name in front of a list is a variable whose value cannot be called. */
  | 'not-callable'
  /** An operation on values that it is not for, nil among them. */
  | 'type'
  | 'division-by-zero'
  /** A number outside what is possible: a bad octal, a negative shift, too large for a float. */
  | 'number'
  /** A statistic, property or sample that this host or guest does not have. */
  | 'no-such-fact'
  /** More steps, depth, digits or text than the limits allow; ends the evaluation in both modes. */
  | 'limit'

export type LanguageErrorOptions = Readonly<{ span?: Span | undefined; suggestion?: string | undefined }>

/**
 * A policy that cannot be read or evaluated. `code` is stable, `span` says where; the message is for people and has, for
 * the errors that MOM words itself, MOM's wording.
 */
export class LanguageError extends Error {
  readonly code: LanguageErrorCode
  readonly span: Span | undefined
  readonly suggestion: string | undefined

  constructor(code: LanguageErrorCode, message: string, { span, suggestion }: LanguageErrorOptions = {}) {
    super(message)
    this.name = 'LanguageError'
    this.code = code
    this.span = span
    this.suggestion = suggestion
  }

  /** The same error with a place, where it has none yet. */
  at(span: Span | undefined): LanguageError {
    if (this.span !== undefined || span === undefined) return this
    return new LanguageError(this.code, this.message, { span, suggestion: this.suggestion })
  }
}
