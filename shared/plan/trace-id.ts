import { z } from 'zod'

/** The trace id of W3C Trace Context; all zeros mean "none" there, and are none here. */
export const traceIdSchema = z.string().regex(/^(?!0{32})[0-9a-f]{32}$/)
