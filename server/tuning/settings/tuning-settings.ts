import { oneAtATime } from '../../../shared/measure/one-at-a-time.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import type { Change } from '../../../shared/plan/change.ts'
import { auditedAs, type Doer, nameOf } from '../../../shared/plan/doer.ts'
import type { Named } from '../../../shared/plan/named.ts'
import {
  type ClusterTuning,
  type HostModes,
  nothingTuned,
  type SavedHostModes,
  type SavedHostPolicy,
  type TuningState,
} from '../../../shared/plan/tuning-state.ts'

export type TuningStore = {
  readTuning(): Promise<TuningState | undefined>
  /** One transaction, in which nobody else changes it; with what is from now on. */
  changeTuning(change: Change<TuningState>): Promise<TuningState>
}

export type TuningSettingsDeps = Readonly<{
  store: TuningStore
  /** Where nobody has set anything. */
  configured: (cluster: Named) => ClusterTuning
  now: () => number
  newId: () => string
}>

/** `state-conflict`: somebody changed it since it was looked at; nothing was saved. */
export class TuningConflict extends Error {
  readonly code = 'state-conflict'
  override name = 'TuningConflict'
}

export type SavePolicy = Readonly<{ name: string; text?: string | undefined; seenAtMs?: number | undefined }>

/** What people have set for the hosts of clusters. Each write is on the disk when its promise resolves, with who did it. */
export type TuningSettings = Readonly<{
  /** Must have been awaited once before the others count; again when another replica has changed something. */
  load(): Promise<void>
  state(): TuningState
  configured(cluster: Named): ClusterTuning
  settingsOf(cluster: Named): ClusterTuning
  /** As of its cluster, unless somebody has set something for this host. */
  settingsOfHost(host: Named, cluster: Named): ClusterTuning
  hostModesOf(hostId: string): SavedHostModes | undefined
  /** No modes: as its cluster. @throws TuningConflict */
  setHostModes(
    host: Named,
    asked: Readonly<{ modes?: HostModes | undefined; seenAtMs: number }>,
    by: Doer,
    cluster: Named,
  ): Promise<void>
  policiesOf(clusterId: string): readonly SavedHostPolicy[]
  /** No settings: back to what is configured. @throws TuningConflict */
  configure(
    cluster: Named,
    asked: Readonly<{ settings?: ClusterTuning | undefined; seenAtMs: number }>,
    by: Doer,
  ): Promise<void>
  /** The text has been judged. Without one, a configured policy is left out; `isConfigured` says whether there is one. @throws TuningConflict */
  savePolicy(cluster: Named, policy: SavePolicy & Readonly<{ isConfigured: boolean }>, by: Doer): Promise<void>
  resetPolicies(cluster: Named, by: Doer): Promise<void>
}>

export function createTuningSettings({ store, configured, now, newId }: TuningSettingsDeps): TuningSettings {
  let known = nothingTuned
  // What was read earlier must not replace what was written since.
  const inTurn = oneAtATime()

  type Audited = Pick<AuditEntry, 'by' | 'from' | 'action' | 'cluster' | 'detail'>
  const change = (
    decide: (held: TuningState) => Readonly<{ next: Partial<TuningState>; audit: Audited }>,
  ): Promise<void> =>
    inTurn(async () => {
      known = await store.changeTuning(({ isUnreadable: _, ...held }) => {
        const { next, audit } = decide(held)
        const subject = audit.cluster?.id ?? ''
        return { next: { ...held, ...next }, audit: { ...audit, subject, id: newId(), atMs: now() } }
      })
    })

  const hostModesIn = ({ hosts }: TuningState, id: string) => hosts.find(({ hostId }) => hostId === id)
  const hostModesOf = (hostId: string) => hostModesIn(known, hostId)
  const isActive = (mode: TuningMode) => mode === 'enforce' || mode === 'dry-run'
  function settingsOf(cluster: Named): ClusterTuning {
    const settings = savedOf(cluster.id)?.settings ?? configured(cluster)
    if (known.isUnreadable !== true) return settings
    const held = (mode: TuningMode) => (isActive(mode) ? 'observe' : mode)
    return { ...settings, mode: held(settings.mode), pinning: held(settings.pinning) }
  }
  const savedIn = ({ saved }: TuningState, id: string) => saved.find(({ clusterId }) => clusterId === id)
  const savedOf = (clusterId: string) => savedIn(known, clusterId)

  return {
    load: () =>
      inTurn(async () => {
        known = (await store.readTuning()) ?? nothingTuned
      }),
    state: () => known,
    configured,
    settingsOf,
    settingsOfHost(host, cluster) {
      const { mode, pinning } = hostModesOf(host.id)?.modes ?? {}
      return { ...settingsOf(cluster), ...(mode && { mode }), ...(pinning && { pinning }) }
    },
    hostModesOf,
    setHostModes: (host, { modes, seenAtMs }, by, cluster) =>
      change(held => {
        const before = hostModesIn(held, host.id)
        if ((before?.atMs ?? 0) !== seenAtMs)
          throw new TuningConflict(`${before?.by.name ?? 'Somebody'} has set the tuning of ${host.name} meanwhile.`)
        const others = held.hosts.filter(({ hostId }) => hostId !== host.id)
        const added = modes === undefined ? [] : [{ hostId: host.id, by: nameOf(by), atMs: now(), modes }]
        const detail = { host: host.name, before: before?.modes ?? null, after: modes ?? null }
        return {
          next: { hosts: [...others, ...added] },
          audit: { ...auditedAs(by), action: 'edit_tuning', cluster, detail },
        }
      }),
    policiesOf: clusterId => known.policies.filter(policy => policy.clusterId === clusterId),

    configure: (cluster, { settings, seenAtMs }, by) =>
      change(held => {
        const before = savedIn(held, cluster.id)
        if ((before?.atMs ?? 0) !== seenAtMs)
          throw new TuningConflict(`${before?.by.name ?? 'Somebody'} has set the tuning of ${cluster.name} meanwhile.`)
        const others = held.saved.filter(({ clusterId }) => clusterId !== cluster.id)
        const added = settings === undefined ? [] : [{ clusterId: cluster.id, by: nameOf(by), atMs: now(), settings }]
        const detail = { before: before?.settings ?? configured(cluster), after: settings ?? configured(cluster) }
        return {
          next: { saved: [...others, ...added] },
          audit: { ...auditedAs(by), action: 'edit_tuning', cluster, detail },
        }
      }),

    savePolicy: (cluster, { name, text, seenAtMs, isConfigured }, by) =>
      change(held => {
        const isThis = (policy: SavedHostPolicy) => policy.clusterId === cluster.id && policy.name === name
        const before = held.policies.find(isThis)
        if (seenAtMs !== undefined && (before?.atMs ?? 0) !== seenAtMs)
          throw new TuningConflict(`${before?.by.name ?? 'Somebody'} has changed the policy ${name} meanwhile.`)
        const others = held.policies.filter(policy => !isThis(policy))
        const mark = { clusterId: cluster.id, name, by: nameOf(by), atMs: now() }
        const added = text !== undefined ? [{ ...mark, text }] : isConfigured ? [mark] : []
        const detail = { policy: name, before: before?.text ?? null, after: text ?? null }
        return {
          next: { policies: [...others, ...added] },
          audit: { ...auditedAs(by), action: 'edit_host_policy', cluster, detail },
        }
      }),

    resetPolicies: (cluster, by) =>
      change(held => {
        const isMine = ({ clusterId }: SavedHostPolicy) => clusterId === cluster.id
        const dropped = Object.fromEntries(held.policies.filter(isMine).map(({ name, text }) => [name, text ?? null]))
        return {
          next: { policies: held.policies.filter(policy => !isMine(policy)) },
          audit: { ...auditedAs(by), action: 'reset_host_policies', cluster, detail: { dropped } },
        }
      }),
  }
}
