import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Config } from '../config/settings.ts'
import { createSchedulerAdvisor, type SchedulerAdvisor } from '../cycles/scheduler-advisor.ts'
import { createStatusWatch } from '../cycles/status-watch.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { explainWithUnits } from '../runtime/explain-with-units.ts'
import type { ClusterSchedulers } from '../runtime/schedulers/cluster-schedulers.ts'
import type { Schedulers } from '../runtime/schedulers/schedulers.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { ExplainedVm } from '../scheduling/explain/explain-vm.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { startSchedulers } from './start-schedulers.ts'
import { startSiteUnits } from './start-site-units.ts'
import { silentLog } from './units/load-on-trial.ts'

/** What the service would decide with, about one snapshot. Since when hosts are overloaded only the service knows. */
export type Trial = Readonly<{
  index: IndexedSnapshot
  runtime: UnitRuntime
  schedulers: Schedulers
  advisor: SchedulerAdvisor
  /** undefined: its cluster has not been read. */
  explain(vm: Vm): Promise<ExplainedVm | undefined>
}>

/** `watched`: since when hosts are overloaded, where that is known. */
export type TrialOf = Readonly<{ snapshot: Snapshot; clusters: ClusterSchedulers; watched?: WatchedHosts }>

/** Runs the site's plugins as the service would, for as long as `work` takes. */
export async function onTrial<T>(
  config: Config,
  { snapshot, clusters, watched: known = new Map() }: TrialOf,
  work: (trial: Trial) => Promise<T>,
): Promise<T> {
  const { siteUnits, close } = await startSiteUnits(config, silentLog())
  try {
    siteUnits.show(snapshot)
    const watched = () => known
    const schedulers = startSchedulers(config, { clusters, siteSchedulers: siteUnits.schedulers, watched })
    const runtime = createRuntime({
      units: builtInUnits.map(unit => builtIn(unit)),
      siteUnits: siteUnits.units,
      elapsedMs: () => performance.now(),
    })
    const index = indexSnapshot(snapshot)
    const deps = { units: runtime, onUnknown: config['scheduling.unknownFacts'], watched }
    const explain = (vm: Vm) => explainWithUnits(index, vm, deps)
    const { changes, onSnapshot } = createStatusWatch()
    onSnapshot(snapshot)
    const advisor = createSchedulerAdvisor({
      schedulers,
      wantedAway: () => [],
      changes,
      explain: (_, vm) => explain(vm),
      balanceIntervalMs: 0,
      timerIntervalMs: 0,
      now: Date.now,
    })
    return await work({ index, runtime, schedulers, advisor, explain })
  } finally {
    await close()
  }
}
