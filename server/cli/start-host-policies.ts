import { randomUUID } from 'node:crypto'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Run } from '../../shared/plan/run.ts'
import type { Automation } from '../apply/automation/automation.ts'
import { createGuestRequests, type GuestRequests } from '../apply/guest-requests.ts'
import { createPowerRequests } from '../apply/power-requests.ts'
import type { Config } from '../config/settings.ts'
import { createLeavingVms } from '../cycles/leaving-vms.ts'
import { createTaggedVms, type TaggedVms } from '../cycles/tagged-vms.ts'
import type { TellEngine } from '../cycles/tell-engine.ts'
import { createVmClasses } from '../cycles/vm-classes.ts'
import { createVmStandings } from '../cycles/vm-standings.ts'
import type { HostFleet } from '../hosts/host-fleet.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { EngineConnection } from './connect-engine.ts'
import type { TuningRules } from './read-tuning-rules.ts'
import { startTuning, type Tuning } from './start-tuning.ts'

export type StartHostPoliciesDeps = Readonly<{
  rules: TuningRules
  store: Store
  fleet: HostFleet
  /** Whether a host is asked and tuned by this replica. */
  isOurs: (hostId: string) => boolean
  engine: Pick<EngineConnection, 'migrations' | 'power' | 'taggedVmIds'>
  automation: Automation
  /** To be left alone. */
  tagged: Pick<TaggedVms, 'ids'>
  tell: TellEngine
  /** Only used once something runs. */
  snapshots: Pick<SnapshotSource, 'current' | 'refresh'>
  /** Ends what is asked of the engine. */
  signal: AbortSignal
  metrics: Pick<Metrics, 'tuningRound' | 'knobChange'>
  now: () => number
  log: Log
}>

export type HostPolicies = Readonly<{
  tuning: Tuning
  /** VMs that policies want to leave their host. */
  wantedAway: GuestRequests['wantedAway']
  /** Of ours: VMs that are to leave are known by it. */
  onRun(run: Run): void
  onSnapshot(snapshot: Snapshot): void
}>

/** Policies of hosts, what they are told of VMs, and what becomes of that which they may only ask for. */
export async function startHostPolicies(config: Config, deps: StartHostPoliciesDeps): Promise<HostPolicies> {
  const { rules, store, fleet, engine, automation, tell, snapshots, signal, metrics, now, log } = deps
  const classes = createVmClasses(
    rules.classTags.map(({ slaClass, tag }) => ({
      slaClass,
      vms: createTaggedVms(asked => engine.taggedVmIds(tag, asked), log, `with the tag ${tag}`),
    })),
  )
  const shared = { store, migrations: engine.migrations, now, newId: randomUUID }
  const requests = createGuestRequests({
    ...shared,
    stop: createPowerRequests({
      ...shared,
      power: engine.power,
      snapshots,
      automation,
      allowed: rules.allowStop,
      classOf: vmId => classes.slaOf(vmId)?.slaClass,
      tell: (text, clusterId) => tell.say('warning', text, clusterId),
    }),
    modeOf: automation.modeOf,
    onWanted: () => void snapshots.refresh(signal),
    log,
  })
  const leaving = createLeavingVms()
  const standings = createVmStandings({ excluded: deps.tagged.ids, slaOf: classes.slaOf })
  const tuning = await startTuning(config, {
    ...{ rules, store, fleet, isOurs: deps.isOurs, metrics, now, log },
    slaOf: classes.slaOf,
    standingOf: standings.of,
    leavingOf: leaving.of,
    handOn: requests.take,
    cannotAsk: requests.cannotAsk,
  })
  return {
    tuning,
    wantedAway: requests.wantedAway,
    onRun: leaving.onRun,
    onSnapshot(snapshot) {
      standings.onSnapshot(snapshot)
      tuning.onSnapshot(snapshot)
      classes.onSnapshot(snapshot)
      if (tuning.isAsked(snapshot.clusters)) void classes.refresh(signal)
    },
  }
}
