import { z } from 'zod'
import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { parseSnapshot } from '../../../shared/model/snapshot-schema.ts'
import type { Plan } from '../../../shared/plan/plan.ts'
import { type Recommendation, recommendationSchema } from '../../../shared/plan/recommendation.ts'
import { loadConfig } from '../../config/load-config.ts'
import { type Config, type SettingName, settingNames } from '../../config/settings.ts'
import type { PlanQuestion } from '../../planning/plan-question.ts'
import type { WatchedHosts } from '../../scheduling/from-snapshot/cluster-scene.ts'
import { CliFailure } from '../outcome.ts'
import { planSettings } from '../plan-settings.ts'
import type { Bundle } from '../support/bundle.ts'
import { keptQuestionSchema, watchedSchema } from './kept-questions.ts'

/** A bundle, as what decided then: the settings that count for decisions, what was known, and what came of it. */
export type BundledCase = Readonly<{
  config: Config
  snapshot: Snapshot
  watched: WatchedHosts
  recommendations: readonly Recommendation[]
  /** Newest first. */
  questions: readonly Readonly<{ question: PlanQuestion; plan: Plan }>[]
}>

/** Those that decide what is recommended; all others are of the machine where the bundle was made. */
const deciding: ReadonlySet<SettingName> = new Set<SettingName>([
  ...planSettings,
  'automation.modes',
  'schedulers.clusters',
])

const settingSchema = z.object({ name: z.string(), value: z.unknown() })
const watchedRecordSchema = watchedSchema.extend({ hostId: z.string() })
const storedSchema = z.object({ recommendation: recommendationSchema })
const problemSchema = z.object({ part: z.string(), message: z.string() })

/** Throws CliFailure for a bundle in which what is needed is missing or cannot be read. */
export function bundledCase({ records }: Pick<Bundle, 'records'>): BundledCase {
  const all = <T>(kind: SupportRecord['kind'], schema: z.ZodType<T>): T[] =>
    records.flatMap(one => (one.kind === kind ? [readAs(schema, one)] : []))
  const [snapshot] = all('snapshot', z.unknown())
  if (snapshot === undefined) {
    const problem = all('problem', problemSchema).find(({ part }) => part === 'snapshot')
    throw new CliFailure(`the bundle holds no snapshot${problem === undefined ? '' : `: ${problem.message}`}`)
  }
  return {
    config: configOf(all('config', settingSchema)),
    snapshot: toSnapshot(snapshot),
    watched: new Map(all('watched', watchedRecordSchema).map(({ hostId, ...watched }) => [hostId, watched])),
    recommendations: all('recommendation', storedSchema).map(({ recommendation }) => recommendation),
    questions: all('question', keptQuestionSchema).map(({ question, plan }) => {
      const maps = { watched: new Map(question.watched), excluded: new Map(question.excluded) }
      return { question: { ...question, ...maps, snapshot: toSnapshot(question.snapshot) }, plan }
    }),
  }
}

function readAs<T>(schema: z.ZodType<T>, { kind, value }: SupportRecord): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'unknown' }
  throw new CliFailure(`a ${kind} of the bundle cannot be read: ${path.join('.')}: ${message}`)
}

function configOf(told: readonly z.infer<typeof settingSchema>[]): Config {
  const values = new Map(told.map(({ name, value }) => [name, value]))
  const names = settingNames.filter(name => deciding.has(name) && values.has(name))
  return loadConfig({ environment: {}, flags: Object.fromEntries(names.map(name => [name, values.get(name)])) }).config
}

function toSnapshot(value: unknown): Snapshot {
  const parsed = parseSnapshot(JSON.stringify(value))
  if (parsed.ok) return parsed.snapshot
  throw new CliFailure(`the snapshot of the bundle cannot be read: ${parsed.problems.slice(0, 5).join('; ')}`)
}
