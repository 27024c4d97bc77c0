import { createHash } from 'node:crypto'
import type { SaveClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { Cluster, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { auditedAs, type Doer, nameOf } from '../../shared/plan/doer.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { UnitDeclaration } from '../../shared/policy/unit.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import { checkProperties, type FieldProblem, propertyPath } from './check-properties.ts'
import { correlationIdOf } from './correlation-id.ts'
import { currentSnapshot } from './current-snapshot.ts'
import { freshSnapshot } from './fresh-snapshot.ts'
import type { ApplyStore, ClusterPolicyPort, EngineAnswer } from './ports.ts'
import { isOurs, knownProperties, toPropertyView, unitsOfPolicy } from './property-views.ts'
import { ApplyError, type ChangeListener, type ClusterPolicies, type HeldClusterPolicy } from './services.ts'

/** What whoever edits policies works with. */
export type PolicyEditingDeps = Readonly<{
  snapshots: SnapshotSource
  store: Pick<ApplyStore, 'appendAudit'>
  /** The units of this service, as they are registered now. */
  ourUnits: () => readonly UnitDeclaration[]
  now: () => number
  newId: () => string
  changes: Pick<ChangeListener, 'onPolicy'>
  log: Pick<Log, 'error'>
}>

export type ClusterPoliciesDeps = PolicyEditingDeps & Readonly<{ engine: ClusterPolicyPort }>

type Change = Readonly<{ policyId?: string; properties: Readonly<Record<string, string>> }>

/** A cluster's scheduling policy and its properties: read from the snapshot, written through to the engine. */
export function createClusterPolicies(deps: ClusterPoliciesDeps): ClusterPolicies {
  const { snapshots, engine, store, ourUnits, now, newId, changes, log } = deps

  const view = (snapshot: Snapshot, clusterId: string): HeldClusterPolicy => {
    const index = indexSnapshot(snapshot)
    return toClusterPolicy(clusterIn(index, clusterId), index, ourUnits())
  }

  async function send(
    cluster: Cluster,
    change: Change,
    correlationId: string,
    signal: AbortSignal,
  ): Promise<EngineAnswer> {
    try {
      return await engine.savePolicy({ clusterId: cluster.id, ...change, correlationId }, signal)
    } catch (error) {
      const message = `The engine did not answer, so it is not known whether ${cluster.name} was changed. Reload it.`
      throw new ApplyError('engine-unreachable', message, [], { cause: error })
    }
  }

  /** The engine has the change already, so a store that fails here must not make it look undone. */
  async function writeAudit(doer: Doer, before: Cluster, change: Change, named: PoliciesNamed, correlationId: string) {
    const was = Object.fromEntries(Object.keys(change.properties).map(name => [name, before.properties[name] ?? null]))
    const detail = {
      correlationId,
      before: { policyId: before.policyId, policy: named.before, properties: was },
      after: { ...change, policy: named.after },
    }
    const cluster = { id: before.id, name: before.name }
    try {
      await store.appendAudit({
        id: newId(),
        atMs: now(),
        ...auditedAs(doer),
        action: 'edit_policy',
        cluster,
        subject: before.id,
        detail,
      })
    } catch (error) {
      log.error(
        { error, clusterId: before.id, by: nameOf(doer).name },
        'A change of policy could not be written to the audit.',
      )
    }
  }

  return {
    get: clusterId => view(currentSnapshot(snapshots), clusterId),

    async save(clusterId, change, by, signal) {
      const snapshot = await freshSnapshot(snapshots, signal)
      const index = indexSnapshot(snapshot)
      const cluster = clusterIn(index, clusterId)
      refuseIfChanged(cluster, index, change)
      const wanted = checkChange(cluster, change, index, ourUnits())
      if (isNoChange(cluster, wanted)) return view(snapshot, clusterId)

      const correlationId = correlationIdOf(newId(), 'policy')
      const answer = await send(cluster, wanted, correlationId, signal)
      if (!answer.ok) throw engineRefused(cluster, wanted, answer.detail)
      const before = namedPolicy(cluster.policyId, index)
      const named = { before, after: wanted.policyId === undefined ? before : namedPolicy(wanted.policyId, index) }
      await writeAudit(by, cluster, wanted, named, correlationId)
      const after = await snapshots.refresh(signal)
      changes.onPolicy(clusterId)
      return view(after.snapshot ?? snapshot, clusterId)
    },
  }
}

function clusterIn(index: IndexedSnapshot, clusterId: string): Cluster {
  const cluster = index.clusters.get(clusterId)
  if (cluster === undefined) throw new ApplyError('not-found', `The engine has no cluster ${clusterId}.`)
  return cluster
}

function toClusterPolicy(
  cluster: Cluster,
  index: IndexedSnapshot,
  ours: readonly UnitDeclaration[],
): HeldClusterPolicy {
  const policy = policyOf(cluster.policyId, index)
  return {
    cluster: { id: cluster.id, name: cluster.name },
    ...(policy && { policy: { id: policy.id, name: policy.name } }),
    policies: index.snapshot.policies.map(candidate => ({
      id: candidate.id,
      name: candidate.name,
      locked: candidate.locked,
      usesOurUnits: unitsOfPolicy(candidate, index).some(unit => isOurs(unit, ours)),
    })),
    properties: [...knownProperties(policy, index, ours).values()].map(property =>
      toPropertyView(property, cluster.properties, policy?.properties ?? {}),
    ),
    version: versionOf(cluster),
  }
}

const policyOf = (id: string | undefined, index: IndexedSnapshot): SchedulingPolicy | undefined =>
  id === undefined ? undefined : index.policies.get(id)

/** The policies that a cluster had and has now. */
type PoliciesNamed = Readonly<{ before: Named | undefined; after: Named | undefined }>

function namedPolicy(id: string | undefined, index: IndexedSnapshot): Named | undefined {
  const policy = policyOf(id, index)
  return policy && { id: policy.id, name: policy.name }
}

/** Of what an operator edits here and nothing else: other edits of the cluster are no conflict. */
function versionOf({ policyId, properties }: Cluster): string {
  const sorted = Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([policyId, sorted]))
    .digest('hex')
    .slice(0, 16)
}

/** The engine has no conditional update: somebody who saves between this look and our request is overwritten. */
function refuseIfChanged(cluster: Cluster, index: IndexedSnapshot, change: SaveClusterPolicy): void {
  if (change.version === versionOf(cluster)) return
  const fields: FieldProblem[] = Object.entries(change.properties)
    .filter(([name, value]) => cluster.properties[name] !== value)
    .map(([name, value]) => ({
      path: propertyPath(name),
      problem: `is now ${quoted(cluster.properties[name])}; you sent ${quoted(value)}`,
    }))
  if (change.policyId !== undefined && change.policyId !== cluster.policyId) {
    const name = policyOf(cluster.policyId, index)?.name
    fields.push({ path: 'policyId', problem: `the policy is now ${quoted(name)}` })
  }
  throw new ApplyError(
    'policy-changed',
    `Somebody else changed the policy of ${cluster.name}. Nothing was saved.`,
    fields,
  )
}

const quoted = (value: string | undefined): string => (value === undefined ? 'not set' : `"${value}"`)

function checkChange(
  cluster: Cluster,
  change: SaveClusterPolicy,
  index: IndexedSnapshot,
  ours: readonly UnitDeclaration[],
): Change {
  const policyId = change.policyId ?? cluster.policyId
  const policy = policyOf(policyId, index)
  if (change.policyId !== undefined && policy === undefined) {
    const fields = [{ path: 'policyId', problem: 'the engine has no policy with this id' }]
    throw new ApplyError('invalid-request', 'The policy does not exist. Nothing was changed.', fields)
  }
  const known = knownProperties(policy, index, ours)
  const name = policy?.name ?? '(none)'
  const checked = checkProperties(change.properties, known, policy?.properties ?? {}, name)
  if (!checked.ok) {
    const count = checked.fields.length
    const which = count === 1 ? 'One value is' : `${count} values are`
    throw new ApplyError('invalid-request', `${which} not acceptable. Nothing was changed.`, checked.fields)
  }
  return { ...(change.policyId !== undefined && { policyId: change.policyId }), properties: checked.values }
}

const isNoChange = (cluster: Cluster, { policyId = cluster.policyId, properties }: Change): boolean =>
  policyId === cluster.policyId &&
  Object.entries(properties).every(([name, value]) => cluster.properties[name] === value)

/** The engine's message names the offending properties somewhere in its text, when it names them at all. */
function engineRefused(cluster: Cluster, { properties }: Change, detail: string): ApplyError {
  const fields = Object.keys(properties)
    .filter(name => new RegExp(`(^|[^A-Za-z0-9_])${name}($|[^A-Za-z0-9_])`).test(detail))
    .map(name => ({ path: propertyPath(name), problem: detail }))
  const message = `The engine refused the policy of ${cluster.name}: ${detail} Nothing was changed.`
  return new ApplyError('engine-refused', message, fields)
}
