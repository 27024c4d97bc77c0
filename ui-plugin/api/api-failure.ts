import type { ApiErrorBody, ApiErrorCode } from '../../shared/api/errors.ts'

/** `service-unreachable`: no reply, or one that is not ours (a proxy's error page). */
export type FailureCode = ApiErrorCode | 'service-unreachable'

export type FieldProblem = Readonly<{ path: string; problem: string }>

/** A call of our service that did not give what was asked. The message says what happened, `fix` what to do next. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly code: FailureCode
  readonly fix: string
  readonly fields: readonly FieldProblem[]
  /** To be found again in the service's log. */
  readonly requestId: string | undefined

  constructor(code: FailureCode, message: string, fix: string, more: Partial<FailureDetails> = {}) {
    super(message, { cause: more.cause })
    this.code = code
    this.fix = fix
    this.fields = more.fields ?? []
    this.requestId = more.requestId
  }
}

type FailureDetails = { fields: readonly FieldProblem[]; requestId: string; cause: unknown }

export const unreachable = (cause: unknown): ApiFailure =>
  new ApiFailure('service-unreachable', 'The scheduler service does not answer.', 'We keep trying.', { cause })

/** What a page shows of anything thrown; only what is not an `ApiFailure` already is a defect of ours. */
export const asFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure
    ? error
    : new ApiFailure(
        'internal',
        `This page failed: ${String(error)}.`,
        'This is a defect; reload the page, and report it.',
        {
          cause: error,
        },
      )

/** The failure that a reply stands for. The body is trusted only when it has the shape of our errors. */
export function failureOf(status: number, body: unknown): ApiFailure {
  if (isErrorBody(body)) {
    const { code, message, fix, fields = [], requestId } = body
    return new ApiFailure(code, message, fix, { fields, requestId })
  }
  if (status === 401) return new ApiFailure('unauthenticated', 'The session has ended.', 'Log in again.')
  return unreachable(new Error(`HTTP ${status} without an error of the service`))
}

function isErrorBody(body: unknown): body is ApiErrorBody {
  if (typeof body !== 'object' || body === null) return false
  return 'code' in body && typeof body.code === 'string' && 'message' in body && typeof body.message === 'string'
}
