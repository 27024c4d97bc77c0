import type { LiveEvents } from '../../api/live-events.ts'
import type { Automation } from '../../apply/automation/automation.ts'
import type { Recommendations } from '../../apply/services.ts'
import type { UnitSwitches } from '../../apply/unit-switches.ts'
import type { RunCycle } from '../../cycles/run-cycle.ts'
import type { SnapshotSource } from '../../model/snapshot-source.ts'
import type { Messages, ReplicaMessage } from '../../replicas/messages.ts'
import type { Store } from '../../store/store.ts'
import type { Log } from '../../telemetry/log.ts'
import type { Tuning } from '../start-tuning.ts'

type Deps = Readonly<{
  messages: Messages
  store: Store
  live: LiveEvents
  snapshots: Pick<SnapshotSource, 'refresh'>
  runs: Pick<RunCycle, 'onRun'>
  recommendations: Pick<Recommendations, 'learnAdvice'>
  unitSwitches: Pick<UnitSwitches, 'load'>
  automation: Pick<Automation, 'state'>
  tuning: Pick<Tuning, 'settings'>
  signal: AbortSignal
  log: Pick<Log, 'warn'>
}>

/** What other replicas have changed is known here too, and told to the browsers of this one. Advice from before the start is read. */
export async function hearReplicas(deps: Deps): Promise<void> {
  const { messages, store, recommendations, log } = deps
  messages.onMessage(({ message }) => {
    hear(message, deps).catch((error: unknown) =>
      log.warn({ error, type: message.type }, 'What another replica has changed could not be read; it is seen later.'),
    )
  })
  for (const advice of await store.listAdvice()) recommendations.learnAdvice(advice)
}

async function hear(message: ReplicaMessage, deps: Deps): Promise<void> {
  const { store, live, snapshots, runs, signal } = deps
  switch (message.type) {
    case 'here':
    case 'question':
    case 'answer':
      return
    case 'run': {
      const run = await store.findRun(message.runId)
      if (run === undefined) return
      // What it has moved is seen here with the next read: nothing is decided on it here, and the engine has been read once for it.
      live.onRun(run)
      return runs.onRun(run)
    }
    case 'recommendations':
      return live.onRecommendations(message.clusterId)
    case 'advice': {
      const advice = await store.findAdvice(message.clusterId)
      if (advice) deps.recommendations.learnAdvice(advice)
      return
    }
    case 'policy':
      // What the engine was told there is read here too.
      live.onPolicy(message.clusterId)
      await snapshots.refresh(signal)
      return
    case 'units':
      await deps.unitSwitches.load()
      return live.onUnits()
    case 'hosts':
      return live.onHosts()
    case 'automation':
      await deps.automation.state()
      return
    case 'tuning':
      return await deps.tuning.settings.load()
  }
}
