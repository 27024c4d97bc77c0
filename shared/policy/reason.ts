import { z } from 'zod'

/** A reason as data: a stable code, the numbers compared, and the English sentence. A category alone is not a reason. */
export const reasonSchema = z
  .object({
    code: z.string().describe('Stable, kebab-case; the key a translation is found by'),
    values: z.record(z.string(), z.union([z.string(), z.number()])).describe('The names and numbers in the sentence'),
    text: z.string().describe('The sentence in English'),
  })
  .readonly()
  .meta({ id: 'Reason' })
export type Reason = z.infer<typeof reasonSchema>

export const reason = (code: string, text: string, values: Reason['values'] = {}): Reason => ({ code, values, text })

/** Something that was considered and left out, and why. */
export const skippedSchema = z
  .object({ id: z.string(), name: z.string(), reason: reasonSchema })
  .readonly()
  .meta({ id: 'Skipped' })
export type Skipped = z.infer<typeof skippedSchema>

export const skip = ({ id, name }: Readonly<{ id: string; name: string }>, why: Reason): Skipped => ({
  id,
  name,
  reason: why,
})
