import type { Advice } from '../../../shared/plan/advice.ts'
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
  snapshots: Pick<SnapshotSource, 'current' | 'refresh'>
  runs: Pick<RunCycle, 'onRun'>
  recommendations: Pick<Recommendations, 'learnAdvice'>
  unitSwitches: Pick<UnitSwitches, 'load'>
  automation: Pick<Automation, 'state'>
  tuning: Pick<Tuning, 'settings'>
  signal: AbortSignal
  log: Pick<Log, 'warn'>
}>

/** What other replicas have changed is known here too, and told to the browsers of this one; also what was changed before they were heard. */
export async function hearReplicas(deps: Deps): Promise<void> {
  const { messages, log } = deps
  const orSay = (hearing: Promise<void>, type: string) =>
    void hearing.catch((error: unknown) =>
      log.warn({ error, type }, 'What another replica has changed could not be read; it is seen later.'),
    )
  messages.onMessage(({ message }) => orSay(hear(message, deps), message.type))
  messages.onListening(() => orSay(readAgain(deps), 'listening'))
  await learnAdvice(deps)
}

async function learnAdvice({ store, recommendations }: Deps): Promise<readonly Advice[]> {
  const known = await store.listAdvice()
  for (const advice of known) recommendations.learnAdvice(advice)
  return known
}

/** Nobody repeats what was said while it could not be heard. */
async function readAgain(deps: Deps): Promise<void> {
  const { live, unitSwitches, tuning, snapshots, signal } = deps
  await Promise.all([unitSwitches.load(), tuning.settings.load()])
  for (const { clusterId } of await learnAdvice(deps)) live.onRecommendations(clusterId)
  live.onUnits()
  live.onHosts()
  if (snapshots.current().snapshot !== undefined) await snapshots.refresh(signal)
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
      // What the engine was told there is read here too, before a browser asks for it.
      await snapshots.refresh(signal)
      return live.onPolicy(message.clusterId)
    case 'units':
      await deps.unitSwitches.load()
      live.onUnits()
      // What the clusters of this one are advised is to follow at once.
      await snapshots.refresh(signal)
      return
    case 'hosts':
      return live.onHosts()
    case 'automation':
      await deps.automation.state()
      return
    case 'tuning':
      return await deps.tuning.settings.load()
  }
}
