import { z } from 'zod'
import { namedSchema } from '../../../shared/plan/named.ts'
import { type Plan, planObjectiveSchema, planSchema } from '../../../shared/plan/plan.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import { reasonSchema } from '../../../shared/policy/reason-schema.ts'
import type { PlanQuestion } from '../../planning/plan-question.ts'

/** What a plan was made from and what came of it, as it stands in a support bundle: maps are lists of pairs. */
export type KeptQuestion = Readonly<{
  atMs: number
  question: Omit<PlanQuestion, 'watched' | 'excluded'> &
    Readonly<{
      watched: readonly (readonly [string, unknown])[]
      excluded: readonly (readonly [string, Reason])[]
    }>
  plan: Plan
}>

/** The last plan of each kind in each cluster, so that it can be made again; in memory only. */
export type KeptQuestions = Readonly<{
  note(question: PlanQuestion, plan: Plan, atMs: number): void
  /** Newest first. */
  list(): readonly KeptQuestion[]
}>

/** Each holds on to the snapshot that it was made from. */
const MOST = 4

export function createKeptQuestions(): KeptQuestions {
  const kept = new Map<string, KeptQuestion>()
  return {
    note(question, plan, atMs) {
      const key = `${question.clusterId} ${question.objective.kind}`
      kept.delete(key)
      const pairs = { watched: [...question.watched], excluded: [...question.excluded] }
      kept.set(key, { atMs, question: { ...question, ...pairs }, plan })
      for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest)
    },
    list: () => [...kept.values()].toReversed(),
  }
}

const numbers = <const N extends string>(...names: readonly N[]) =>
  z.object(Object.fromEntries(names.map(name => [name, z.number()])) as Record<N, z.ZodNumber>)

/** null: it was watched and is not overloaded. */
export const watchedSchema = z.object({ cpuOverCommitSinceMs: z.number().nullable() })

/** As read from a bundle; the snapshot in it is parsed by itself. */
export const keptQuestionSchema = z.object({
  atMs: z.number(),
  question: z.object({
    snapshot: z.unknown(),
    clusterId: z.string(),
    objective: planObjectiveSchema,
    level: z.number(),
    options: z.object({
      weights: numbers('memory', 'cpu', 'contention'),
      bounds: numbers('memoryPercent', 'cpuPercent'),
      ...numbers('horizonS', 'marginPoints', 'mostMoves', 'seed').shape,
    }),
    hostsInReserve: z.number(),
    limits: numbers('total', 'perHost'),
    onUnknown: z.enum(['keep', 'drop']),
    watched: z.array(z.tuple([z.string(), watchedSchema])),
    excluded: z.array(z.tuple([z.string(), reasonSchema])),
    refusals: z.array(z.object({ vm: namedSchema, host: namedSchema, detail: z.string(), untilMs: z.number() })),
    mibPerSecond: z.number(),
    seconds: z.number(),
  }),
  plan: planSchema,
})
