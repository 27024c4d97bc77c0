import type { EditedContent, SavePolicyUnits } from '../../shared/api/policy-units.ts'
import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Named } from '../../shared/plan/named.ts'
import { type UnitChange, unitChanges } from '../../shared/policy/unit-changes.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { carryOutCalls } from './carry-out-calls.ts'
import { checkPolicyUnits, unitPath } from './check-policy-units.ts'
import type { PolicyEditingDeps } from './cluster-policies.ts'
import { copyPolicy } from './copy-policy.ts'
import { freshSnapshot } from './fresh-snapshot.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { failedSave } from './policy-save-failure.ts'
import { contentVersion, nameOfUnit, toPolicyUnits, valueText } from './policy-unit-views.ts'
import type { PolicyUnitPort } from './ports.ts'
import { ApplyError, type PolicyContents } from './services.ts'
import { unitCalls } from './unit-calls.ts'

export type PolicyContentsDeps = PolicyEditingDeps & Readonly<{ engine: PolicyUnitPort }>

/** For what must be done after a request has gone wrong, however long it has taken already. */
const AFTERMATH_MS = 30_000

/** What policies consist of: read from the snapshot, written to the engine unit by unit. */
export function createPolicyContents(deps: PolicyContentsDeps): PolicyContents {
  const { snapshots, engine, store, ourUnits, now, newId, changes, log } = deps
  // Two that save at once would mix their requests.
  const inTurn = oneAtATime()

  /** undefined: the engine cannot be asked, so it is not known how the policy stands. */
  async function policyNow(policyId: string): Promise<SchedulingPolicy | undefined> {
    const { snapshot, problem } = await snapshots.refresh(AbortSignal.timeout(AFTERMATH_MS))
    if (snapshot === undefined || problem !== undefined) return undefined
    return indexSnapshot(snapshot).policies.get(policyId)
  }

  const newCorrelationId = (): string =>
    `ovs-${newId()
      .replace(/[^0-9a-zA-Z]/g, '')
      .slice(0, 12)}-policy`

  /** The engine has the change already, so a store that fails here must not make it look undone. */
  async function writeAudit(entry: Pick<AuditEntry, 'by' | 'action' | 'subject' | 'detail'>): Promise<void> {
    try {
      await store.appendAudit({ id: newId(), atMs: now(), ...entry })
    } catch (error) {
      log.error({ error, policyId: entry.subject }, 'A change of policy could not be written to the audit.')
    }
  }

  function tellClusters({ clusters }: Snapshot, policyId: string): void {
    for (const cluster of clusters) if (cluster.policyId === policyId) changes.onPolicy(cluster.id)
  }

  async function save(policyId: string, change: SavePolicyUnits, by: Named, signal: AbortSignal) {
    const snapshot = await freshSnapshot(snapshots, signal)
    const index = indexSnapshot(snapshot)
    const policy = policyIn(index, policyId)
    refuseIfChanged(policy, index, change)
    checkContent(policy, index, change.content)
    const calls = unitCalls(policy, change.content)
    if (calls.length === 0) return toPolicyUnits(policy, index, ourUnits())

    const correlationId = newCorrelationId()
    const result = await carryOutCalls(calls, {
      send: call => engine.callUnit(policyId, call, { correlationId, signal }),
      undo: call => engine.callUnit(policyId, call, { correlationId, signal: AbortSignal.timeout(AFTERMATH_MS) }),
    })
    const held = result.outcome === 'done' ? change.content : await policyNow(policyId)
    // Nobody knows: then the audit says what was asked for.
    const made = unitChanges(policy, held ?? change.content)
    if (made.length > 0) {
      const clusters = toPolicyUnits(policy, index, ourUnits()).usedBy
      const detail = { correlationId, policy: { id: policyId, name: policy.name }, clusters, ...asTexts(made, index) }
      await writeAudit({ by, action: 'edit_policy_units', subject: policyId, detail })
    }
    const after = await snapshots.refresh(AbortSignal.timeout(AFTERMATH_MS))
    tellClusters(snapshot, policyId)
    if (result.outcome !== 'done') {
      const failure = failedSave({ policy, wanted: change.content, held, result, index })
      if (failure !== undefined) throw failure
    }
    const saved = after.snapshot === undefined ? index : indexSnapshot(after.snapshot)
    return toPolicyUnits(policyIn(saved, policyId), saved, ourUnits())
  }

  return {
    get(policyId) {
      const { snapshot } = snapshots.current()
      if (snapshot === undefined) throw new ApplyError('no-snapshot', 'The engine has not been read yet.')
      const index = indexSnapshot(snapshot)
      return toPolicyUnits(policyIn(index, policyId), index, ourUnits())
    },

    check(policyId, content) {
      const { snapshot } = snapshots.current()
      if (snapshot === undefined) throw new ApplyError('no-snapshot', 'The engine has not been read yet.')
      const index = indexSnapshot(snapshot)
      checkContent(policyIn(index, policyId), index, content)
    },

    save: (policyId, change, by, signal) => inTurn(() => save(policyId, change, by, signal)),

    copy: (asked, by, signal) =>
      inTurn(async () => {
        const index = indexSnapshot(await freshSnapshot(snapshots, signal))
        const from = policyIn(index, asked.fromId)
        const correlationId = newCorrelationId()
        const aftermath = () => AbortSignal.timeout(AFTERMATH_MS)
        const id = await copyPolicy(from, asked.name, { engine, index, correlationId, signal, aftermath })
        const detail = { correlationId, from: { id: from.id, name: from.name }, policy: { id, name: asked.name } }
        await writeAudit({ by, action: 'copy_policy', subject: id, detail })
        const made = indexSnapshot(await freshSnapshot(snapshots, aftermath()))
        return toPolicyUnits(policyIn(made, id), made, ourUnits())
      }),
  }
}

function policyIn({ policies }: IndexedSnapshot, policyId: string): SchedulingPolicy {
  const policy = policies.get(policyId)
  if (policy === undefined) throw new ApplyError('not-found', `The engine has no scheduling policy ${policyId}.`)
  return policy
}

function checkContent(policy: SchedulingPolicy, index: IndexedSnapshot, content: EditedContent): void {
  if (policy.locked) {
    const fields = [{ path: 'id', problem: 'the policy is locked; copy it under another name and change the copy' }]
    throw new ApplyError(
      'invalid-request',
      `The engine lets nobody change ${policy.name}. Nothing was changed.`,
      fields,
    )
  }
  const fields = checkPolicyUnits(content, policy, index)
  if (fields.length === 0) return
  const which = fields.length === 1 ? 'One unit is' : `${fields.length} units are`
  throw new ApplyError('invalid-request', `${which} not acceptable. Nothing was changed.`, fields)
}

/** The engine has no conditional update: somebody who saves between this look and our requests is not seen. */
function refuseIfChanged(policy: SchedulingPolicy, index: IndexedSnapshot, change: SavePolicyUnits): void {
  if (change.version === contentVersion(policy)) return
  const fields = unitChanges(policy, change.content).map(({ role, unitId, before, after }) => ({
    path: unitPath(role, unitId),
    problem: `${nameOfUnit(unitId, index)} is now ${valueText(role, before)}; you sent ${valueText(role, after)}`,
  }))
  throw new ApplyError(
    'policy-changed',
    `Somebody else changed the units of ${policy.name}. Nothing was saved.`,
    fields,
  )
}

/** By the units' names. Two that share one differ by their role. */
function asTexts(made: readonly UnitChange[], index: IndexedSnapshot) {
  const entries = (pick: (change: UnitChange) => number | undefined) =>
    Object.fromEntries(
      made.map(change => {
        const value = pick(change)
        const { role, unitId } = change
        return [`${nameOfUnit(unitId, index)} (${role})`, value === undefined ? null : valueText(role, value)]
      }),
    )
  return { before: entries(({ before }) => before), after: entries(({ after }) => after) }
}
