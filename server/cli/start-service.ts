import { randomUUID } from 'node:crypto'
import { countCurrent } from '../api/count-current.ts'
import { createLiveEvents } from '../api/live-events.ts'
import { readHealth } from '../api/service-routes.ts'
import { createLogLevel } from '../apply/log-level.ts'
import { createRecommendations } from '../apply/recommendations.ts'
import type { ChangeListener } from '../apply/services.ts'
import type { Config } from '../config/settings.ts'
import { createLoadWatch } from '../cycles/load-watch.ts'
import { createRunCycle } from '../cycles/run-cycle.ts'
import { sleep } from '../cycles/sleep.ts'
import { createSteadyFigures } from '../cycles/steady-figures.ts'
import { createTaggedVms } from '../cycles/tagged-vms.ts'
import { createTellEngine } from '../cycles/tell-engine.ts'
import { markExcluded } from '../model/excluded-vms.ts'
import { clusterStanding } from '../planner/cluster-standing.ts'
import { observedStore } from '../store/observed-store.ts'
import type { ProcessLog } from '../telemetry/logger.ts'
import { createMetrics, ONLY_ENGINE } from '../telemetry/metrics.ts'
import { after } from './after.ts'
import { clusterFigures } from './cluster-figures.ts'
import { connectEngine } from './connect-engine.ts'
import { countRuns } from './count-runs.ts'
import { holdsOf } from './holds-of.ts'
import { planSettingsOf } from './plan-settings.ts'
import { pluginsPort } from './plugins-port.ts'
import { readTuningRules } from './read-tuning-rules.ts'
import { followShares, holdsHost } from './replicas/follow-shares.ts'
import { hearReplicas } from './replicas/hear-replicas.ts'
import { startReplicas } from './replicas/start-replicas.ts'
import { shareAdvice, storeToldToReplicas, toldToReplicas } from './replicas/tell-replicas.ts'
import { restApp } from './rest-app.ts'
import type { Service, Surroundings } from './service.ts'
import { startAdvice } from './start-advice.ts'
import { readAutomationRules, startAutomation } from './start-automation.ts'
import { startBackups } from './start-backups.ts'
import { startHostPolicies } from './start-host-policies.ts'
import { startHosts } from './start-hosts.ts'
import { startPlanning } from './start-planning.ts'
import { startPolicies } from './start-policies.ts'
import { readClusterSchedulers, startSchedulers } from './start-schedulers.ts'
import { startSiteUnits } from './start-site-units.ts'
import { startSnapshots } from './start-snapshots.ts'
import { startStore } from './start-store.ts'
import { startUnitChanges } from './start-unit-changes.ts'
import { startUnits } from './start-units.ts'
import { startXmlRpc } from './start-xml-rpc.ts'

/** With other replicas: how soon a run is found that was accepted by one that died before it could tell. */
const IDLE_MS = 2_000

/** systemd kills a service that needs 90 s to stop. */
const GIVE_BACK_MS = 20_000

/**
 * Joins every part of the service for one engine and starts it. The engine need not answer: the service waits for it. Throws ConfigError and
 * CliFailure; then nothing of it is left open.
 */
export async function startService(config: Config, log: ProcessLog, surroundings: Surroundings): Promise<Service> {
  await using opened = new AsyncDisposableStack()
  const service = await joinParts(config, log, surroundings, opened)
  const toBeClosed = opened.move()
  return { ...service, close: () => toBeClosed.disposeAsync() }
}

/** `opened`: what is to be closed, the last one first. */
async function joinParts(
  config: Config,
  log: ProcessLog,
  { engineName = ONLY_ENGINE, openDoor, processFigures, begin }: Surroundings,
  opened: AsyncDisposableStack,
): Promise<Omit<Service, 'close'>> {
  const now = Date.now
  const closing = new AbortController()
  const leaving = new AbortController()
  const clusters = readClusterSchedulers(config)
  const rules = readAutomationRules(config)
  const tuningRules = readTuningRules(config)
  const metrics = createMetrics({ now, engine: engineName })
  const hosts = startHosts(config, { metrics, log })
  const ownStore = observedStore(await startStore(config, log), metrics.storeWrite)
  opened.defer(() => ownStore.close())
  const replicas = await startReplicas(config, log)
  opened.defer(() => replicas.close())
  const { publish } = replicas.messages
  const store = storeToldToReplicas(ownStore, publish)
  const isOurs = (clusterId: string) => replicas.shares.holds('cluster', clusterId)
  const isOurHost = (hostId: string) => holdsHost(replicas.shares, hostId)
  const site = await startSiteUnits(config, log)
  opened.defer(() => site.close())
  const { siteUnits } = site
  const engine = connectEngine(config, log, metrics.engineRequest)
  opened.defer(() => engine.close())
  const tell = createTellEngine(engine.events, log)
  const backups = await startBackups(config, { store, tell, now, log })
  const live = createLiveEvents({ epoch: randomUUID() })
  const { runtime, unitSwitches, verdicts } = await startUnits(config, {
    siteUnits,
    store,
    tell,
    metrics,
    onSwitched() {
      live.onUnits()
      // What the clusters are advised is to follow at once.
      void snapshots.refresh(closing.signal)
    },
    onQuarantine: (unit, problem) => void unitChanges.onQuarantine(unit, problem),
    now,
  })
  const told = toldToReplicas(live, publish)
  hosts.onStandings(told.onHosts)
  const tag = config['automation.excludeTag']
  const tagged = createTaggedVms(tag === '' ? undefined : signal => engine.taggedVmIds(tag, signal), log)
  const automation = startAutomation(config, { rules, store, tagged, tell, now, log })
  // What people have set counts from the first moment.
  await automation.state()
  const hostPolicies = await startHostPolicies(config, {
    ...{ store, engine, automation, tagged, tell, metrics, now, log },
    rules: tuningRules,
    fleet: hosts,
    isOurs: isOurHost,
    snapshots: { current: () => snapshots.current(), refresh: signal => snapshots.refresh(signal) },
    signal: closing.signal,
  })
  const { tuning } = hostPolicies
  const scoreCluster = clusterStanding(planSettingsOf(config).options.bounds)
  const loadWatch = createLoadWatch()
  const figures = createSteadyFigures()
  const schedulers = startSchedulers(config, {
    clusters,
    siteSchedulers: siteUnits.schedulers,
    watched: loadWatch.watched,
  })
  const snapshots = startSnapshots(config, {
    async read(signal) {
      const [snapshot] = await Promise.all([engine.readSnapshot(signal), tagged.refresh(signal)])
      return markExcluded(snapshot, tagged.ids(), tag)
    },
    onChange: live.onSnapshot,
    metrics,
    now,
    log,
  })

  // The run cycle needs the applier and is told by it: joined by a listener that is complete before anything runs.
  const countRun = countRuns(metrics, now())
  const changes: ChangeListener = {
    ...told,
    onRun(run) {
      live.onRun(run)
      publish({ type: 'run', runId: run.id })
      countRun(run)
      runs.onRun(run)
      hostPolicies.onRun(run)
      tell.onRun(run)
      // What comes next is to be decided on what this one has left behind.
      if (run.endedAtMs !== undefined) void snapshots.refresh(closing.signal)
    },
  }
  const shared = { store, now, newId: randomUUID, changes, log }
  const logLevel = createLogLevel({
    ...shared,
    configured: config['log.level'],
    setLevel: log.setLevel,
    after,
  })
  const recommendations = createRecommendations({
    ...shared,
    hold: holdsOf(config),
    ...(replicas.areSeveral && { onAdvice: shareAdvice({ store, publish, log }) }),
  })
  const advice = startAdvice(config, {
    ...shared,
    engine,
    snapshots,
    runtime,
    schedulers,
    recommendations,
    automation,
    isOurs,
    wantedAway: hostPolicies.wantedAway,
    watched: loadWatch.watched,
    metrics,
  })
  const { applier } = advice
  const policies = startPolicies(config, {
    ...shared,
    snapshots,
    engine,
    runtime: runtime.askedBy('preview'),
    recommendations,
    watched: loadWatch.watched,
  })
  const { unitChanges, tellOfUnits } = startUnitChanges(config, {
    ...shared,
    siteUnits,
    snapshots,
    clusterPolicies: policies.clusterPolicies,
    events: engine.events,
  })
  snapshots.onChange(({ snapshot, problem }) => {
    if (snapshot === undefined || problem !== undefined) return
    backups.onEngine()
    loadWatch.onSnapshot(snapshot)
    figures.onSnapshot(snapshot)
    advice.onSnapshot(snapshot)
    siteUnits.show(snapshot)
    hostShares.onSnapshot(snapshot)
    hostPolicies.onSnapshot(snapshot)
    metrics.clustersRead(clusterFigures(snapshot, scoreCluster))
    void unitChanges.onSnapshot(snapshot)
  })
  const planning = startPlanning(config, {
    store,
    snapshots,
    recommendations,
    applier,
    automation,
    isOurs,
    watched: loadWatch.watched,
    figures,
    changes,
    metrics,
    now,
    log,
  })
  const runs = createRunCycle({ applier, sleep, ...(replicas.areSeveral && { idleMs: IDLE_MS }), log })
  const hostShares = followShares({
    ...{ shares: replicas.shares, store, snapshots, hosts, tuning, signal: closing.signal, log },
  })
  await hearReplicas({
    ...{ messages: replicas.messages, store, live, snapshots, runs, recommendations, unitSwitches, automation, tuning },
    ...{ signal: closing.signal, log },
  })

  const xmlrpc = await startXmlRpc(config, {
    runtime: runtime.askedBy('engine'),
    snapshots,
    metrics,
    store,
    openDoor,
    now,
    log,
  })
  const health = {
    store: backups.health,
    replicas: replicas.health,
    lastXmlrpcCallMs: xmlrpc.lastCallMs,
    discoveredMs: xmlrpc.discoveredMs,
  }
  countCurrent({ metrics, recommendations, applier, snapshots })
  const rest = restApp(config, {
    ...{ store, recommendations, applier, automation, snapshots, hosts, isOurHost, tuning, schedulers, scoreCluster },
    ...{ unitSwitches, verdicts, health, live, logLevel, processFigures, log, metrics, now },
    ...policies,
    plans: planning.plans,
    deliveries: planning.deliveries,
    planQuestions: planning.questions,
    units: runtime.askedBy('explain'),
    plugins: pluginsPort(siteUnits, site.sandbox),
    auth: engine.auth,
    watched: loadWatch.watched,
    hostQuestions: replicas.questions,
    closing: closing.signal,
  })

  const runCycles = () =>
    Promise.all([
      snapshots.run(closing.signal),
      advice.run(closing.signal),
      runs.run(closing.signal),
      planning.run(closing.signal),
      xmlrpc.run(closing.signal),
      backups.run(closing.signal),
      replicas.run(leaving.signal),
      tellOfUnits(),
    ])
  const cycles = begin === undefined ? runCycles() : begin.then(runCycles)
  opened.defer(async () => {
    closing.abort()
    logLevel.close()
    // What was changed on hosts goes back while they are still connected.
    await tuning.close(AbortSignal.timeout(GIVE_BACK_MS))
    hosts.close()
    // Only then may another replica tune them.
    leaving.abort()
    await xmlrpc.close()
    await cycles
  })
  return {
    rest,
    xmlrpc,
    metrics,
    health: () => readHealth({ snapshots, health, now }),
    beginClosing: () => closing.abort(),
    logLevel,
  }
}
