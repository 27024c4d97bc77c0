import { z } from 'zod'
import type { UnitDescription } from '../../../shared/policy/unit.ts'
import { unitFunctions } from '../../../shared/policy/unit.ts'
import { oneLine } from '../sandbox/one-line.ts'
import { PluginError } from './loaded-plugin.ts'

/** Prose: shown in one line, however it was written. */
export const prose = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform(text => oneLine(text, maxLength))

/** What is compared and sent as it is. */
export const exact = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine(text => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'must not hold control characters')

const described = { label: prose(200), help: prose(1_000), unit: prose(40).optional() }
const whole = z.number().int().safe()

const parameterSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('integer'), ...described, min: whole, max: whole, default: whole }),
  z.strictObject({ type: z.literal('boolean'), ...described, default: z.boolean() }),
  z.strictObject({
    type: z.literal('choice'),
    ...described,
    choices: z.array(exact(200).min(1)).min(1).max(100),
    default: exact(200),
  }),
  z.strictObject({
    type: z.literal('text'),
    ...described,
    pattern: exact(1_000),
    default: exact(1_000),
  }),
])

const MAX_PARAMETERS = 50

/** Parameters as a plugin declares them; none at all unless it does. */
export const parametersSchema = z
  .record(z.string().regex(/^(?!__)[A-Za-z0-9_]{1,128}$/, 'needs a name of letters, digits or "_"'), parameterSchema)
  .default({})
  .refine(parameters => Object.keys(parameters).length <= MAX_PARAMETERS, `at most ${MAX_PARAMETERS}`)

const declarationSchema = z.strictObject({
  id: z.string().max(200),
  description: prose(1_000),
  parameters: parametersSchema,
  onFailure: z.enum(['open', 'closed']).optional(),
  functions: z.array(z.enum(unitFunctions)).min(1).max(unitFunctions.length),
})

/** What a plugin's process says of one of its units. Throws PluginError naming the unit and each field. */
export function parseDeclaration(said: unknown): UnitDescription {
  const parsed = declarationSchema.safeParse(said)
  if (parsed.success) {
    const { onFailure, ...declaration } = parsed.data
    return { ...declaration, ...(onFailure && { onFailure }) } as UnitDescription
  }
  const { id: saidId } = (said ?? {}) as Readonly<{ id?: unknown }>
  const id = typeof saidId === 'string' ? oneLine(saidId, 128) : 'a unit'
  throw new PluginError(
    parsed.error.issues.slice(0, 5).map(({ path, message }) => `${[id, ...path].join('.')}: ${message}`),
  )
}
