import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { KnownUnit } from '../../shared/plan/known-unit.ts'
import type { Named } from '../../shared/plan/named.ts'
import { clustersByUnit } from '../model/clusters-by-unit.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import { compareUnits, type UnitChange } from './compare-units.ts'
import { correlationIdOf } from './correlation-id.ts'
import type { EngineEventPort, UnitStore } from './ports.ts'
import type { ChangeListener, ClusterPolicies } from './services.ts'

export type UnitChangesDeps = Readonly<{
  store: UnitStore
  events: EngineEventPort
  snapshots: Pick<SnapshotSource, 'current'>
  clusterPolicies: Pick<ClusterPolicies, 'get' | 'save'>
  /** Name of the policy that clusters are moved to when a unit of theirs is removed; empty: they stay. */
  fallbackPolicy: string
  now: () => number
  newId: () => string
  changes: Pick<ChangeListener, 'onUnits'>
  log: Pick<Log, 'info' | 'warn' | 'error'>
}>

export type UnitChanges = Readonly<{
  /** What runs now, and the files that cannot be loaded. Audits what changed since the last time, also across a restart. */
  onUnits(now: readonly KnownUnit[], refused: ReadonlySet<string>): Promise<void>
  onQuarantine(unit: KnownUnit, problem: string): Promise<void>
  /** With each snapshot: says of removed units which clusters use them, which takes one. */
  onSnapshot(snapshot: Snapshot): Promise<void>
}>

/** Who does what nobody in particular asked for. */
const SERVICE: Named = { id: 'ovirt-scheduler', name: 'ovirt-scheduler' }
const DEADLINE_MS = 30_000

/**
 * Tells of units that come, change and go: in our audit, and as events of the engine. A unit that goes while a policy
 * uses it is told of with the clusters' names, and, if the site wants that, those clusters get another policy. Nothing
 * here rejects: what cannot be told is logged.
 */
export function createUnitChanges(deps: UnitChangesDeps): UnitChanges {
  const { store, events, snapshots, clusterPolicies, fallbackPolicy, now, newId, changes, log } = deps
  const inTurn = oneAtATime()
  /** Gone, and it is not known yet which clusters use them. */
  let unexplained: readonly KnownUnit[] = []

  const entry = (action: AuditEntry['action'], subject: string, detail: AuditEntry['detail']): AuditEntry => ({
    id: newId(),
    atMs: now(),
    by: SERVICE,
    action,
    subject,
    detail,
  })

  async function tell(severity: 'normal' | 'warning' | 'error', text: string, clusterId?: string): Promise<void> {
    try {
      const event = {
        severity,
        text,
        correlationId: correlationIdOf(newId(), 'unit'),
        ...(clusterId !== undefined && { clusterId }),
      }
      const answer = await events.post(event, AbortSignal.timeout(DEADLINE_MS))
      if (!answer.ok) log.warn({ text, detail: answer.detail }, 'The engine refused an event of ours.')
    } catch (error) {
      log.warn({ error, text }, 'The engine could not be told of a change of policy units.')
    }
  }

  const guarded = (what: string, work: () => Promise<void>): Promise<void> =>
    inTurn(work).catch((error: unknown) => log.error({ error }, `${what} could not be recorded.`))

  /** Every cluster that still uses a unit that is gone, and what is done about it. */
  async function explainRemoved(snapshot: Snapshot): Promise<void> {
    const gone = unexplained
    unexplained = []
    const using = clustersByUnit(snapshot)
    for (const { id } of gone) {
      const clusters = using.get(id) ?? []
      if (clusters.length === 0) continue
      const names = clusters.map(({ name }) => name).join(', ')
      const then = fallbackPolicy === '' ? 'It is skipped there' : `These clusters are moved to ${fallbackPolicy}`
      await tell('warning', `The policy unit ${id} was removed, and the policy of ${names} uses it. ${then}.`)
      if (fallbackPolicy === '') continue
      for (const cluster of clusters) await fallBack(cluster.id, cluster.name, id)
    }
  }

  async function fallBack(clusterId: string, name: string, unitId: string): Promise<void> {
    try {
      const { version, policies } = clusterPolicies.get(clusterId)
      const wanted = policies.find(policy => policy.name === fallbackPolicy)
      if (wanted === undefined) {
        await tell('error', `${name} stays on its policy: the engine has no policy ${fallbackPolicy}.`, clusterId)
        return
      }
      const change = { version, policyId: wanted.id, properties: {} }
      await clusterPolicies.save(clusterId, change, SERVICE, AbortSignal.timeout(DEADLINE_MS))
      await tell('warning', `${name} was moved to the policy ${fallbackPolicy}: the unit ${unitId} is gone.`, clusterId)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      await tell('error', `${name} could not be moved to the policy ${fallbackPolicy}: ${why}`, clusterId)
    }
  }

  return {
    onUnits: (units, refused) =>
      guarded('A change of policy units', async () => {
        changes.onUnits()
        const before = await store.listKnownUnits()
        const { changes: found, known } = compareUnits(before, units, refused)
        if (found.length === 0) return
        await store.replaceKnownUnits(
          known,
          found.map(change => entry(...auditOf(change))),
        )
        for (const change of found) await tell('normal', sentenceOf(change))
        unexplained = [...unexplained, ...found.flatMap(change => (change.kind === 'removed' ? [change.before] : []))]
        const { snapshot } = snapshots.current()
        if (snapshot !== undefined) await explainRemoved(snapshot)
      }),

    onQuarantine: ({ id, source }, problem) =>
      guarded('A quarantine', async () => {
        changes.onUnits()
        log.warn({ unit: id, source, problem }, 'A policy unit was quarantined.')
        await store.appendAudit(entry('unit_quarantined', id, { source, problem }))
        await tell('error', `The policy unit ${id} (${source}) is quarantined: it ${problem}.`)
      }),

    onSnapshot: snapshot =>
      unexplained.length === 0 ? Promise.resolve() : guarded('A removed policy unit', () => explainRemoved(snapshot)),
  }
}

function auditOf(change: UnitChange): [AuditEntry['action'], string, AuditEntry['detail']] {
  switch (change.kind) {
    case 'added':
      return ['unit_added', change.now.id, { after: change.now }]
    case 'changed':
      return ['unit_changed', change.now.id, { before: change.before, after: change.now }]
    case 'removed':
      return ['unit_removed', change.before.id, { before: change.before }]
  }
}

/** The engine's events hold a checksum well; its dialogs show the first words. */
function sentenceOf(change: UnitChange): string {
  switch (change.kind) {
    case 'added':
      return `The policy unit ${change.now.id} was added by ${placed(change.now)}. The engine sees it after its next restart.`
    case 'changed':
      return `The policy unit ${change.now.id} was changed by ${placed(change.now)}.`
    case 'removed':
      return `The policy unit ${change.before.id} of ${change.before.source} was removed.`
  }
}

const placed = ({ source, checksum }: KnownUnit): string => `${source} (SHA-256 ${checksum.slice(0, 12)}…)`
