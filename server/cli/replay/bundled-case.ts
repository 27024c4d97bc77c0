import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { parseSnapshot } from '../../../shared/model/snapshot-schema.ts'
import { type Recommendation, recommendationSchema } from '../../../shared/plan/recommendation.ts'
import { loadConfig } from '../../config/load-config.ts'
import { type Config, type SettingName, settingNames } from '../../config/settings.ts'
import type { PlanQuestion } from '../../planning/plan-question.ts'
import type { WatchedHosts } from '../../scheduling/from-snapshot/cluster-scene.ts'
import { CliFailure } from '../outcome.ts'
import { planSettings } from '../plan-settings.ts'
import type { Bundle } from '../support/bundle.ts'
import { keptQuestionSchema } from './kept-questions.ts'

/** A bundle, as what decided then: the settings that count for decisions, what was known, and what came of it. */
export type BundledCase = Readonly<{
  config: Config
  snapshot: Snapshot
  watched: WatchedHosts
  recommendations: readonly Recommendation[]
  questions: readonly Readonly<{ question: PlanQuestion; plan: ReturnType<typeof keptQuestionSchema.parse>['plan'] }>[]
}>

/** Those that decide what is recommended; all others are of the machine where the bundle was made. */
const deciding: readonly SettingName[] = [
  ...planSettings,
  'automation.modes',
  'schedulers.clusters',
  'units.compatibility',
]

/** Throws CliFailure for a bundle in which what is needed is missing or cannot be read. */
export function bundledCase({ records }: Pick<Bundle, 'records'>): BundledCase {
  const valuesOf = (kind: SupportRecord['kind']) => records.flatMap(one => (one.kind === kind ? [one.value] : []))
  const [snapshot] = valuesOf('snapshot')
  if (snapshot === undefined) throw new CliFailure(`the bundle holds no snapshot${whyNot(valuesOf('problem'))}`)
  return {
    config: configOf(valuesOf('config')),
    snapshot: toSnapshot(snapshot),
    watched: new Map(
      valuesOf('watched').map(one => {
        const { hostId, ...watched } = one as { hostId: string }
        return [hostId, watched]
      }),
    ),
    recommendations: valuesOf('recommendation').flatMap(one => {
      const parsed = recommendationSchema.safeParse((one as { recommendation?: unknown }).recommendation)
      return parsed.success ? [parsed.data] : []
    }),
    questions: valuesOf('question').flatMap(one => {
      const parsed = keptQuestionSchema.safeParse(one)
      if (!parsed.success) return []
      const { question, plan } = parsed.data
      const maps = { watched: new Map(question.watched), excluded: new Map(question.excluded) }
      return [{ question: { ...question, ...maps, snapshot: toSnapshot(question.snapshot) }, plan }]
    }),
  }
}

function configOf(records: readonly unknown[]): Config {
  const told = new Map(
    records.map(one => {
      const { name, value } = one as { name: string; value: unknown }
      return [name, value]
    }),
  )
  const flags = Object.fromEntries(
    settingNames.filter(name => deciding.includes(name) && told.has(name)).map(name => [name, told.get(name)]),
  )
  return loadConfig({ environment: {}, flags }).config
}

function toSnapshot(value: unknown): Snapshot {
  const parsed = parseSnapshot(JSON.stringify(value))
  if (parsed.ok) return parsed.snapshot
  throw new CliFailure(`the snapshot of the bundle cannot be read: ${parsed.problems.slice(0, 5).join('; ')}`)
}

function whyNot(problems: readonly unknown[]): string {
  const found = problems.find(one => (one as { part?: unknown }).part === 'snapshot') as
    | { message?: string }
    | undefined
  return found?.message === undefined ? '' : `: ${found.message}`
}
