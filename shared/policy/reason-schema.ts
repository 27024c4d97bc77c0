import { z } from 'zod'
import type { Reason, Skipped } from './reason.ts'

/** Reasons as they are stored and sent. Apart from the types, so that a policy unit's sandbox needs no library. */
export const reasonSchema: z.ZodType<Reason> = z
  .object({
    code: z.string().describe('Stable, kebab-case; the key a translation is found by'),
    values: z.record(z.string(), z.union([z.string(), z.number()])).describe('The names and numbers in the sentence'),
    text: z.string().describe('The sentence in English'),
  })
  .readonly()
  .meta({ id: 'Reason' })

export const skippedSchema: z.ZodType<Skipped> = z
  .object({ id: z.string(), name: z.string(), reason: reasonSchema })
  .readonly()
  .meta({ id: 'Skipped' })
