import { z } from 'zod'
import { traceIdSchema } from '../plan/trace-id.ts'

/**
 * Every error a REST client can get: code → HTTP status and what to do. Codes are never reused for another meaning.
 * The OpenAPI document lists them from here.
 */
export const apiErrors = {
  unauthenticated: { status: 401, fix: 'Log in to the portal again and send its token as "Authorization: Bearer …".' },
  forbidden: { status: 403, fix: 'Ask an administrator for a role with the named permission there.' },
  'not-found': { status: 404, fix: 'Reload the list; the entry may have been removed.' },
  'method-not-allowed': { status: 405, fix: 'Use one of the methods that the Allow header names.' },
  'invalid-request': { status: 400, fix: 'Correct the named field and send the request again.' },
  'body-too-large': { status: 413, fix: 'Send less than the named number of bytes.' },
  'state-conflict': { status: 409, fix: 'Reload: somebody or something changed it first.' },
  'policy-changed': { status: 409, fix: 'Compare with the current values and save again.' },
  'recommendation-stale': { status: 409, fix: 'The cluster changed since; wait for the next recommendation.' },
  'not-applicable': { status: 409, fix: 'Do in the Administration Portal what the message says, or dismiss it.' },
  'settings-forbid': {
    status: 409,
    fix: 'Change the mode of the cluster (automation.modes, or the portal) or the tag that the message names, or dismiss it.',
  },
  'no-plan': { status: 503, fix: 'Ask again, with more time (planner.seconds) where the cluster is large.' },
  'unit-not-loaded': { status: 422, fix: 'Mend the plugin’s file as the message says; it is loaded again by itself.' },
  'bad-host-policy': {
    status: 422,
    fix: 'Mend the named line; nothing was saved and the policies before are in force.',
  },
  'partly-saved': {
    status: 502,
    fix: 'Compare with what the engine holds now, then save the rest again.',
  },
  'engine-refused': { status: 422, fix: 'Read the engine’s message; nothing was changed.' },
  'engine-unreachable': {
    status: 503,
    fix: 'Check that the engine runs and that the service can reach it; we keep trying.',
  },
  'store-unavailable': {
    status: 503,
    fix: 'Nothing was changed. Mend the disk of the store as the message says; it is tried again by itself.',
  },
  'no-snapshot': { status: 503, fix: 'The engine has not been read yet; try again in a few seconds.' },
  'not-ready': {
    status: 503,
    fix: 'Send requests elsewhere, or again in a few seconds; the message says what is missing.',
  },
  'not-tried': { status: 503, fix: 'Nothing was changed; ask again for those that were not tried.' },
  'too-many-requests': { status: 429, fix: 'Wait a little and send fewer requests.' },
  internal: { status: 500, fix: 'This is a defect; report it with the request id, which is also in the log.' },
} as const
export type ApiErrorCode = keyof typeof apiErrors

export const apiErrorSchema = z
  .object({
    code: z.enum(Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]]),
    message: z.string().describe('What happened and what was kept'),
    fix: z.string().describe('What to do next'),
    fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
    requestId: z.string().describe('Also in our log'),
    traceId: traceIdSchema
      .optional()
      .describe('On every line of our log about the request, and on what came of it later'),
  })
  .meta({ id: 'ApiError' })
export type ApiErrorBody = z.infer<typeof apiErrorSchema>
