/**
 * Codes of our faults. The engine shows only the text; other clients tell the cases apart by these numbers, which
 * XML-RPC servers have agreed on.
 */
export const faultCodes = {
  'parse-error': -32_700,
  'unknown-method': -32_601,
  'invalid-params': -32_602,
  'internal-error': -32_603,
  /** The original daemon's only code. */
  'plugin-fault': 1,
  /** MOM's only code. */
  'not-ready': 1,
} as const

export type CallErrorCode = keyof typeof faultCodes

/** A call that cannot be answered, for a reason the caller can mend. Becomes a fault. */
export class CallError extends Error {
  readonly code: CallErrorCode

  constructor(code: CallErrorCode, message: string) {
    super(message)
    this.name = 'CallError'
    this.code = code
  }
}
