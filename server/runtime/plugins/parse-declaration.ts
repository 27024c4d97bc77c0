import { z } from 'zod'
import type { UnitDescription } from '../../../shared/policy/unit.ts'
import { unitFunctions } from '../../../shared/policy/unit.ts'
import { PluginError } from './loaded-plugin.ts'

const described = { label: z.string().max(200), help: z.string().max(1_000), unit: z.string().max(40).optional() }
const whole = z.number().int().safe()

const parameterSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('integer'), ...described, min: whole, max: whole, default: whole }),
  z.strictObject({ type: z.literal('boolean'), ...described, default: z.boolean() }),
  z.strictObject({
    type: z.literal('choice'),
    ...described,
    choices: z.array(z.string().min(1).max(200)).min(1).max(100),
    default: z.string().max(200),
  }),
  z.strictObject({
    type: z.literal('text'),
    ...described,
    pattern: z.string().max(1_000),
    default: z.string().max(1_000),
  }),
])

const declarationSchema = z.strictObject({
  id: z.string().max(200),
  description: z.string().max(1_000),
  parameters: z.record(z.string().max(128), parameterSchema).default({}),
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
  const id = typeof said === 'object' && said !== null && 'id' in said ? String(said.id).slice(0, 128) : 'a unit'
  throw new PluginError(
    parsed.error.issues.slice(0, 5).map(({ path, message }) => `${[id, ...path].join('.')}: ${message}`),
  )
}
