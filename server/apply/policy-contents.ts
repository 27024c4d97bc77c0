import type { CopyPolicy, EditedContent, SavePolicyUnits } from '../../shared/api/policy-units.ts'
import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { auditedAs, type Doer } from '../../shared/plan/doer.ts'
import { type UnitChange, unitChanges } from '../../shared/policy/unit-changes.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { policyWithUnits } from '../model/policy-with-units.ts'
import { carryOutCalls } from './carry-out-calls.ts'
import { checkPolicyUnits, unitPath } from './check-policy-units.ts'
import type { PolicyEditingDeps } from './cluster-policies.ts'
import { contentOf } from './content-of.ts'
import { copyPolicy } from './copy-policy.ts'
import { correlationIdOf } from './correlation-id.ts'
import { currentSnapshot } from './current-snapshot.ts'
import { freshSnapshot } from './fresh-snapshot.ts'
import { failedSave } from './policy-save-failure.ts'
import { clustersWith, contentVersion, nameOfUnit, toPolicyUnits, valueText } from './policy-unit-views.ts'
import type { PolicyUnitPort } from './ports.ts'
import { ApplyError, type PolicyContents } from './services.ts'
import { unitSteps } from './unit-calls.ts'

export type PolicyContentsDeps = PolicyEditingDeps & Readonly<{ engine: PolicyUnitPort }>

/** For one step of a change, and for what must be done after a request has gone wrong, however long it has taken. */
const STEP_MS = 30_000
const inTime = () => AbortSignal.timeout(STEP_MS)

/** What policies consist of: read from the snapshot, written to the engine unit by unit. */
export function createPolicyContents(deps: PolicyContentsDeps): PolicyContents {
  const { snapshots, engine, store, ourUnits, now, newId, changes, log } = deps
  // Two that save at once would mix their requests.
  const inTurn = oneAtATime()

  /** The engine after a change; undefined: it cannot be asked, so it is not known how it stands. */
  async function engineNow(): Promise<IndexedSnapshot | undefined> {
    const { snapshot, problem } = await snapshots.refresh(inTime())
    return snapshot === undefined || problem !== undefined ? undefined : indexSnapshot(snapshot)
  }

  /** The engine has the change already, so a store that fails here must not make it look undone. */
  async function writeAudit(entry: Pick<AuditEntry, 'by' | 'from' | 'action' | 'subject' | 'detail'>): Promise<void> {
    try {
      await store.appendAudit({ id: newId(), atMs: now(), ...entry })
    } catch (error) {
      log.error({ error, policyId: entry.subject }, 'A change of policy could not be written to the audit.')
    }
  }

  const view = (policyId: string, index: IndexedSnapshot) => toPolicyUnits(policyIn(index, policyId), index, ourUnits())

  async function save(policyId: string, change: SavePolicyUnits, by: Doer, signal: AbortSignal) {
    const index = indexSnapshot(await freshSnapshot(snapshots, signal))
    const policy = policyIn(index, policyId)
    const { name } = policy
    const before = contentOf(policy)
    refuseIfChanged(policy, index, change)
    checkContent(policy, index, change.content)
    const steps = unitSteps(before, change.content)
    if (steps.length === 0) return view(policyId, index)

    const correlationId = correlationIdOf(newId(), 'policy')
    const result = await carryOutCalls(steps, {
      send: (call, until) => engine.callUnit(policyId, call, { correlationId, signal: until }),
      undo: call => engine.callUnit(policyId, call, { correlationId, signal: inTime() }),
      deadline: inTime,
      signal,
    })
    const remember = async (made: readonly UnitChange[]) => {
      if (made.length === 0) return
      const clusters = clustersWith(policyId, index)
      const detail = { correlationId, policy: { id: policyId, name }, clusters, ...asTexts(made, index) }
      await writeAudit({ ...auditedAs(by), action: 'edit_policy_units', subject: policyId, detail })
    }
    // Not after a look at the engine, which may take its time: what was done is to be written down.
    if (result.outcome === 'done') await remember(unitChanges(before, change.content))
    const after = await engineNow()
    for (const { id } of clustersWith(policyId, index)) changes.onPolicy(id)
    if (result.outcome !== 'done') {
      const policyNow = after?.policies.get(policyId)
      const held = policyNow && contentOf(policyNow)
      // Nobody knows: then the audit says what was asked for.
      await remember(unitChanges(before, held ?? change.content))
      const failure = failedSave({ name, before, wanted: change.content, held, result, index })
      if (failure !== undefined) throw failure
    }
    if (after !== undefined) return view(policyId, after)
    return toPolicyUnits(policyWithUnits(policy, change.content), index, ourUnits())
  }

  async function copy({ fromId, name }: CopyPolicy, by: Doer, signal: AbortSignal) {
    const index = indexSnapshot(await freshSnapshot(snapshots, signal))
    const from = policyIn(index, fromId)
    const correlationId = correlationIdOf(newId(), 'policy')
    const remember = (id: string, problem?: string) => {
      const named = { from: { id: from.id, name: from.name }, policy: { id, name } }
      const detail = { correlationId, ...named, ...(problem !== undefined && { problem }) }
      return writeAudit({ ...auditedAs(by), action: 'copy_policy', subject: id, detail })
    }
    const id = await copyPolicy(from, name, { engine, index, correlationId, signal, aftermath: inTime, remember })
    const after = await engineNow()
    if (after?.policies.has(id)) return view(id, after)
    const text = `The policy ${name} was made and is a whole copy of ${from.name}, but it could not be read after that.`
    throw new ApplyError('partly-saved', `${text} Reload the policies.`)
  }

  return {
    get: policyId => view(policyId, indexSnapshot(currentSnapshot(snapshots))),

    check(policyId, content) {
      const index = indexSnapshot(currentSnapshot(snapshots))
      checkContent(policyIn(index, policyId), index, content)
    },

    save: (policyId, change, by, signal) => inTurn(() => save(policyId, change, by, signal)),
    copy: (asked, by, signal) => inTurn(() => copy(asked, by, signal)),
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
  const fields = unitChanges(contentOf(policy), change.content).map(({ role, unitId, before, after }) => ({
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
