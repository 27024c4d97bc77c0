import { beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { KnownUnit } from '../../shared/plan/known-unit.ts'
import { aCluster, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { aClusterPolicy, aSnapshotSource, fakeClusterPolicies } from '../../test/fakes/services.ts'
import { ApplyError, type ClusterPolicies } from './services.ts'
import { createUnitChanges, type UnitChangesDeps } from './unit-changes.ts'

const unit: KnownUnit = { id: 'few_vms', source: '/plugins/few.ts', checksum: 'a'.repeat(64) }
const none = new Set<string>()

/** The cluster Default uses few_vms through its policy. */
const using: Snapshot = aSnapshot({
  clusters: [aCluster({ policyId: 'p1' })],
  policies: [
    { id: 'p1', name: 'ours', locked: false, properties: {}, filters: [{ unitId: 'e1', position: 0 }], weights: [] },
  ],
  units: [{ id: 'e1', name: 'few_vms', kind: 'filter', internal: false, enabled: true, properties: {} }],
})

let known: readonly KnownUnit[]
let audit: AuditEntry[]
let events: { severity: string; text: string; clusterId?: string }[]
let saved: unknown[]
beforeEach(() => {
  known = []
  audit = []
  events = []
  saved = []
})

function changesOf(over: Partial<UnitChangesDeps> = {}) {
  let ids = 0
  const policies: ClusterPolicies = {
    ...fakeClusterPolicies(
      aClusterPolicy({ policies: [{ id: 'p9', name: 'none', locked: true, usesOurUnits: false }] }),
    ),
    async save(clusterId, change) {
      saved.push({ clusterId, change })
      return aClusterPolicy()
    },
  }
  return createUnitChanges({
    store: {
      listKnownUnits: async () => [...known],
      async replaceKnownUnits(units, entries) {
        known = units
        audit.push(...entries)
      },
      async appendAudit(entry) {
        audit.push(entry)
      },
    },
    events: {
      async post({ severity, text, clusterId }) {
        events.push({ severity, text, ...(clusterId !== undefined && { clusterId }) })
        return { ok: true }
      },
    },
    snapshots: aSnapshotSource({ snapshot: using }),
    clusterPolicies: policies,
    fallbackPolicy: '',
    now: () => NOON_MS,
    newId: () => `id-${++ids}`,
    changes: { onUnits: () => {} },
    log: aLog().log,
    ...over,
  })
}

describe('changes of policy units', () => {
  it('are audited and told to the engine, once each', async () => {
    const changes = changesOf()
    await changes.onUnits([unit], none)
    await changes.onUnits([unit], none)
    await changes.onUnits([{ ...unit, checksum: 'b'.repeat(64) }], none)
    expect(audit.map(({ action, subject }) => [action, subject])).toEqual([
      ['unit_added', 'few_vms'],
      ['unit_changed', 'few_vms'],
    ])
    expect(audit[1]?.detail).toEqual({ before: unit, after: { ...unit, checksum: 'b'.repeat(64) } })
    expect(events.map(({ severity, text }) => [severity, text])).toEqual([
      [
        'normal',
        'The policy unit few_vms was added by /plugins/few.ts (SHA-256 aaaaaaaaaaaa…). The engine sees it after its next restart.',
      ],
      ['normal', 'The policy unit few_vms was changed by /plugins/few.ts (SHA-256 bbbbbbbbbbbb…).'],
    ])
  })

  it('while the service was down are noticed when it starts', async () => {
    known = [unit]
    await changesOf().onUnits([], none)
    expect(audit.map(({ action }) => action)).toEqual(['unit_removed'])
  })

  it('name the clusters that use a removed unit, and leave them alone unless told otherwise', async () => {
    known = [unit]
    await changesOf().onUnits([], none)
    expect(events.at(-1)).toEqual({
      severity: 'warning',
      text: 'The policy unit few_vms was removed, and the policy of Default uses it. It is skipped there.',
    })
    expect(saved).toEqual([])
  })

  it('move the clusters of a removed unit to the fallback policy when the site wants that', async () => {
    known = [unit]
    await changesOf({ fallbackPolicy: 'none' }).onUnits([], none)
    expect(saved).toEqual([{ clusterId: aCluster().id, change: { version: 'v1', policyId: 'p9', properties: {} } }])
    expect(events.at(-1)).toEqual({
      severity: 'warning',
      text: 'Default was moved to the policy none: the unit few_vms is gone.',
      clusterId: aCluster().id,
    })
  })

  it('say that a fallback policy does not exist, or that the engine refused it, and go on', async () => {
    known = [unit]
    await changesOf({ fallbackPolicy: 'nonesuch' }).onUnits([], none)
    expect(events.at(-1)?.text).toBe('Default stays on its policy: the engine has no policy nonesuch.')
    known = [unit]
    const refusing = fakeClusterPolicies(
      aClusterPolicy({ policies: [{ id: 'p9', name: 'none', locked: true, usesOurUnits: false }] }),
      new ApplyError('engine-refused', 'No.'),
    )
    await changesOf({ fallbackPolicy: 'none', clusterPolicies: refusing }).onUnits([], none)
    expect(events.at(-1)?.text).toBe('Default could not be moved to the policy none: No.')
    expect(saved).toEqual([])
  })

  it('wait for the first snapshot before they say who uses a removed unit', async () => {
    known = [unit]
    const changes = changesOf({ snapshots: aSnapshotSource(), fallbackPolicy: 'none' })
    await changes.onUnits([], none)
    expect(saved).toEqual([])
    await changes.onSnapshot(using)
    await changes.onSnapshot(using)
    expect(saved).toHaveLength(1)
  })

  it('never move a cluster because a plugin cannot be loaded at the moment', async () => {
    known = [unit]
    await changesOf({ fallbackPolicy: 'none' }).onUnits([], new Set([unit.source]))
    expect([saved, audit, events]).toEqual([[], [], []])
  })

  it('tell of a quarantine with its reason', async () => {
    await changesOf().onQuarantine(unit, 'failed 5 times in a row')
    expect(audit).toMatchObject([{ action: 'unit_quarantined', subject: 'few_vms' }])
    expect(events).toEqual([
      {
        severity: 'error',
        text: 'The policy unit few_vms (/plugins/few.ts) is quarantined: it failed 5 times in a row.',
      },
    ])
  })

  it('do not reject when neither store nor engine can be written', async () => {
    const { log, lines } = aLog()
    const down = async () => {
      throw new Error('down')
    }
    const events = { post: down }
    await changesOf({ events, log }).onUnits([unit], none)
    const store = { listKnownUnits: down, replaceKnownUnits: down, appendAudit: down }
    await changesOf({ store, log }).onUnits([unit], none)
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      'The engine could not be told of a change of policy units.',
      'A change of policy units could not be recorded.',
    ])
  })
})
