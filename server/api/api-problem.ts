import type { ApiErrorCode } from '../../shared/api/errors.ts'

export type FieldProblem = Readonly<{ path: string; problem: string }>

/** A request that this folder itself turns down. The message is one sentence for the person who asked. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly code: ApiErrorCode
  readonly fields: readonly FieldProblem[]
  constructor(code: ApiErrorCode, message: string, fields: readonly FieldProblem[] = [], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.fields = fields
  }
}
