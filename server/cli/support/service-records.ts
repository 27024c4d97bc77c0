import type { SupportRecord } from '../../../shared/api/support.ts'
import type { HostsPort, PluginsPort } from '../../api/ports.ts'
import type { Recommendations } from '../../apply/services.ts'
import type { Config } from '../../config/settings.ts'
import type { SnapshotSource } from '../../model/snapshot-source.ts'
import type { UnitRuntime } from '../../runtime/unit-runtime.ts'
import type { VerdictLog } from '../../runtime/verdict-log.ts'
import type { WatchedHosts } from '../../scheduling/from-snapshot/cluster-scene.ts'
import type { Store } from '../../store/store.ts'
import type { ProcessLog } from '../../telemetry/logger.ts'
import type { Metrics } from '../../telemetry/metrics.ts'
import type { TunedHosts } from '../../tuning/tuned-hosts.ts'
import type { KeptQuestions } from '../replay/kept-questions.ts'
import { collectRecords } from './collect-records.ts'

export type ServiceRecordsDeps = Readonly<{
  config: Config
  store: Store
  snapshots: Pick<SnapshotSource, 'current'>
  watched: () => WatchedHosts
  questions: Pick<KeptQuestions, 'list'>
  recommendations: Pick<Recommendations, 'findAdvice'>
  units: Pick<UnitRuntime, 'list'>
  verdicts: VerdictLog
  plugins: PluginsPort
  hosts: HostsPort
  tuned: Pick<TunedHosts, 'find'>
  metrics: Pick<Metrics, 'expose'>
  log: Pick<ProcessLog, 'tail'>
}>

/** Verdicts of each unit. */
const MOST_VERDICTS = 50

/** What the running service knows, as the records of a support bundle, without secrets. Never rejects. */
export const serviceRecords = (deps: ServiceRecordsDeps) => (): Promise<SupportRecord[]> => {
  const { config, store, recommendations, units, verdicts, plugins, hosts, tuned, metrics, log } = deps
  const { snapshot, problem } = deps.snapshots.current()
  return collectRecords({
    ...{ config, store },
    async snapshot() {
      if (snapshot === undefined)
        throw new Error(`the engine has not been read${problem ? `: ${problem.message}` : ''}`)
      return snapshot
    },
    others: {
      watched: () => [...deps.watched()].map(([hostId, watched]) => ({ hostId, ...watched })),
      question: deps.questions.list,
      advice: () => (snapshot?.clusters ?? []).flatMap(({ id }) => recommendations.findAdvice(id) ?? []),
      unit: () =>
        units.list().map(({ unit: { id }, health, ...unit }) => {
          return { id, ...unit, health: health(), verdicts: verdicts.list(id, MOST_VERDICTS) }
        }),
      plugin: plugins.plugins,
      host: () =>
        hosts.list().map(({ reading: _, guests, ...host }) => {
          return { ...host, guests: guests?.guests.length, tuned: tuned.find(host.id) }
        }),
      metrics: async () => [(await metrics.expose()).text],
      log: () => log.tail().map(line => JSON.parse(line) as unknown),
    },
  })
}
