import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './recommendation.ts'

/**
 * waiting: accepted and stored. requested: about to ask the engine, under the step's correlation id; after a crash we
 * look for that id before asking again. running: the engine migrates. done, failed, skipped are final.
 */
export const stepStates = ['waiting', 'requested', 'running', 'done', 'failed', 'skipped'] as const
export type StepState = (typeof stepStates)[number]

const nextStepStates: Readonly<Record<StepState, readonly StepState[]>> = {
  waiting: ['requested', 'failed', 'skipped'],
  requested: ['running', 'done', 'failed', 'skipped'],
  running: ['done', 'failed'],
  done: [],
  failed: [],
  skipped: [],
}
export const mayStepBecome = (from: StepState, to: StepState): boolean => nextStepStates[from].includes(to)
export const isStepOver = (state: StepState): boolean => nextStepStates[state].length === 0

export const runStates = ['waiting', 'running', 'done', 'failed'] as const
export type RunState = (typeof runStates)[number]

export const stepSchema = z
  .object({
    index: z.number().int(),
    vm: namedSchema,
    from: namedSchema,
    to: namedSchema,
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
    requestedBy: namedSchema.describe('The portal user who applied it'),
    steps: z.array(stepSchema),
    createdAtMs: z.number(),
    updatedAtMs: z.number(),
    endedAtMs: z.number().optional(),
  })
  .readonly()
  .meta({ id: 'Run' })
export type Run = z.infer<typeof runSchema>

/** The state of a run follows from its steps. */
export function runStateOf(steps: readonly Pick<Step, 'state'>[]): RunState {
  if (steps.every(step => step.state === 'waiting')) return 'waiting'
  if (steps.some(step => !isStepOver(step.state))) return 'running'
  return steps.every(step => step.state === 'done') ? 'done' : 'failed'
}
