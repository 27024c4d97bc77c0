import { z } from 'zod'
import { knobChangeSchema } from './knob-decision.ts'

/**
 * What on a host is not as it was found. Each change is the sum of all that were made to one knob: `from` is how it was found,
 * `to` is what was set last. A knob stands here several times, the newest first, while it is not known which of its changes the
 * host has taken.
 */
export const touchedHostSchema = z
  .object({ hostId: z.string(), changes: z.array(knobChangeSchema).readonly() })
  .readonly()
  .meta({ id: 'TouchedHost' })
export type TouchedHost = z.infer<typeof touchedHostSchema>
