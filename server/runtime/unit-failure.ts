import type { FailureCode } from './unit-runtime.ts'

/** A runner's way to say why there is no answer. The message is for administrators: one sentence, no unit name in it. */
export class UnitFailure extends Error {
  override readonly name = 'UnitFailure'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
