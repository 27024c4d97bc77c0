import { z } from 'zod'
import { type SchedulerDescription, schedulerFunctions } from '../../../shared/sdk/scheduler.ts'
import { PluginError } from '../plugins/loaded-plugin.ts'
import { exact, parametersSchema, prose } from '../plugins/parse-declaration.ts'
import { oneLine } from '../sandbox/one-line.ts'
import { isNewerVersion } from './is-newer-version.ts'

/** The id of the scheduler that comes with the service. */
export const DEFAULT_SCHEDULER = 'default'

const MAX_POLICIES = 50
const name = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'needs 1 to 128 letters, digits, "_" or "-"')
const version = z
  .string()
  .regex(/^[0-9]{1,6}(\.[0-9]{1,6}){0,3}(-[A-Za-z0-9.]{1,40})?$/, 'needs a version such as "1.2.0"')

const declarationSchema = z.strictObject({
  id: name.refine(id => id !== DEFAULT_SCHEDULER, `"${DEFAULT_SCHEDULER}" comes with the service; take another name`),
  name: prose(200),
  version: version.or(exact(64).min(1)),
  writtenFor: version,
  policies: z
    .array(name)
    .min(1, 'needs at least one policy')
    .max(MAX_POLICIES)
    .refine(policies => new Set(policies).size === policies.length, 'names one policy twice'),
  parameters: parametersSchema,
  functions: z.array(z.enum(schedulerFunctions)).min(1),
})

/** What a plugin's process says of one of its schedulers. Throws PluginError naming the scheduler and each field. */
export function parseSchedulerDeclaration(said: unknown): SchedulerDescription {
  const parsed = declarationSchema.safeParse(said)
  if (parsed.success) return parsed.data as SchedulerDescription
  const { id: saidId } = (said ?? {}) as Readonly<{ id?: unknown }>
  const id = typeof saidId === 'string' ? oneLine(saidId, 128) : 'a scheduler'
  throw new PluginError(
    parsed.error.issues.slice(0, 5).map(({ path, message }) => `${[id, ...path].join('.')}: ${message}`),
  )
}

/** Why a scheduler is not used by this version of the service; undefined: it is. */
export const tooNew = ({ id, writtenFor }: SchedulerDescription, productVersion: string): string | undefined =>
  isNewerVersion(writtenFor, productVersion)
    ? `${id} was written for version ${writtenFor}, this is ${productVersion}; update the service, or write it for ${productVersion}`
    : undefined
