import type { SupportRecord, SupportRecordKind } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Setting } from '../../config/setting.ts'
import { type Config, settingNames, settings } from '../../config/settings.ts'
import type { Store } from '../../store/store.ts'
import { HIDDEN } from '../../telemetry/redact.ts'
import { hideSecrets } from './hide-secrets.ts'
import { knownSecrets } from './known-secrets.ts'

/** Where the parts come from. What only a running service knows is left out where it does not run. */
export type RecordSources = Readonly<{
  config: Config
  /** Rejects when there is none, with why. */
  snapshot: () => Promise<Snapshot>
  store: Pick<Store, 'findRecommendation' | StoreLists>
  /** Further parts by their kind, one record for each value. */
  others?: Readonly<Partial<Record<SupportRecordKind, () => readonly unknown[] | Promise<readonly unknown[]>>>>
}>
type StoreLists = 'listRecommendations' | 'listRuns' | 'listDeliveries' | 'listAudit' | 'readAutomation' | 'readTuning'

/** Newest first, so that what is left out is what is oldest. */
const MOST = 1000
/** So many recommendations are given with what was left aside, which is long. */
const MOST_EXPLAINED = 200

/** All that is known, part by part, without secrets. A part that cannot be had becomes a record that says why. Never rejects. */
export async function collectRecords({
  config,
  snapshot,
  store,
  others = {},
}: RecordSources): Promise<SupportRecord[]> {
  const parts: readonly (readonly [SupportRecordKind, () => readonly unknown[] | Promise<readonly unknown[]>])[] = [
    ['config', () => settingNames.map(name => settingRecord(config, name))],
    ['snapshot', async () => [await snapshot()]],
    ['recommendation', () => recommendationsOf(store)],
    ['run', () => store.listRuns({ limit: MOST })],
    ['delivery', () => store.listDeliveries({ limit: MOST })],
    ['audit', () => store.listAudit({ limit: MOST })],
    ['automation', async () => [await store.readAutomation()].filter(isKnown)],
    ['tuning', async () => [await store.readTuning()].filter(isKnown)],
    ...(Object.entries(others) as [SupportRecordKind, () => unknown[]][]),
  ]
  const secrets = knownSecrets(config)
  const records: SupportRecord[] = []
  for (const [kind, read] of parts) {
    try {
      for (const value of await read()) records.push({ kind, value: hideSecrets(asJson(value), secrets) })
    } catch (error) {
      records.push({ kind: 'problem', value: hideSecrets({ part: kind, message: (error as Error).message }, secrets) })
    }
  }
  return records
}

function settingRecord(config: Config, name: (typeof settingNames)[number]) {
  const setting: Setting<unknown> = settings[name]
  const value = config[name]
  return {
    name,
    value: setting.secret && value !== '' ? HIDDEN : value,
    isDefault: asText(value) === asText(setting.default),
  }
}

async function recommendationsOf(store: RecordSources['store']) {
  const listed = await store.listRecommendations({ limit: MOST })
  const explained = await Promise.all(listed.slice(0, MOST_EXPLAINED).map(({ id }) => store.findRecommendation(id)))
  return [...explained.filter(isKnown), ...listed.slice(MOST_EXPLAINED).map(recommendation => ({ recommendation }))]
}

const isKnown = <T>(value: T | undefined): value is T => value !== undefined
const asText = (value: unknown) => JSON.stringify(value)
/** What is told is what can be written: no maps, no functions, nothing shared. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
