import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'
import { traceIdSchema } from './trace-id.ts'

/**
 * waiting: accepted and stored. requested: about to ask the engine, under the step's correlation id; after a crash we look for that id
 * before asking again, and it waits again when nothing came of it and it may not be asked for now. running: the engine migrates. The
 * others are final; superseded: what is left is planned anew.
 */
export const stepStates = ['waiting', 'requested', 'running', 'done', 'failed', 'skipped', 'superseded'] as const
export type StepState = (typeof stepStates)[number]

const nextStepStates: Readonly<Record<StepState, readonly StepState[]>> = {
  waiting: ['requested', 'failed', 'skipped', 'superseded'],
  requested: ['running', 'done', 'failed', 'skipped', 'waiting'],
  running: ['done', 'failed'],
  done: [],
  failed: [],
  skipped: [],
  superseded: [],
}
export const mayStepBecome = (from: StepState, to: StepState): boolean => nextStepStates[from].includes(to)
export const isStepOver = (state: StepState): boolean => nextStepStates[state].length === 0

export const runStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type RunState = (typeof runStates)[number]

export const stepSchema = z
  .object({
    index: z.number().int(),
    vm: namedSchema,
    from: namedSchema,
    to: namedSchema,
    after: z
      .array(z.number().int())
      .default([])
      .describe('Indexes of the steps that must be done before; those of a plan that are free may run side by side'),
    isParking: z.boolean().default(false).describe('Not yet where it belongs: a later step brings it there'),
    transferMiB: z.number().optional().describe('What the migration is expected to send'),
    state: z.enum(stepStates),
    progressPercent: z.number().min(0).max(100),
    correlationId: z.string().describe('On every event and job that the engine writes for this step'),
    startedAtMs: z.number().optional(),
    endedAtMs: z.number().optional(),
    problem: reasonSchema.optional(),
  })
  .readonly()
  .meta({ id: 'Step' })
export type Step = z.infer<typeof stepSchema>

export const runSchema = z
  .object({
    id: z.string(),
    cluster: namedSchema,
    recommendationId: z.string(),
    state: z.enum(runStates),
    requestedBy: namedSchema.describe('The portal user who applied it, or the service itself'),
    cancelledBy: namedSchema.optional().describe('Who stopped it: what had not started was skipped'),
    traceId: traceIdSchema
      .optional()
      .describe(
        'Of whatever had it begun: on each line of our log about the run and on what we ask of the engine for it',
      ),
    steps: z.array(stepSchema),
    createdAtMs: z.number(),
    updatedAtMs: z.number(),
    endedAtMs: z.number().optional(),
  })
  .readonly()
  .meta({ id: 'Run' })
export type Run = z.infer<typeof runSchema>

/** The state of a run follows from its steps, and from whether somebody stopped it. */
export function runStateOf(steps: readonly Pick<Step, 'state'>[], isCancelled = false): RunState {
  if (steps.every(step => step.state === 'waiting')) return 'waiting'
  if (steps.some(step => !isStepOver(step.state))) return 'running'
  if (steps.every(step => step.state === 'done')) return 'done'
  return isCancelled && steps.every(step => step.state !== 'failed') ? 'cancelled' : 'failed'
}
