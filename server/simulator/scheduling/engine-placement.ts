import { UnreadableReply } from '../world/external-scheduler.ts'
import type { Model } from '../world/model.ts'
import type { Candidates, Choice, Placement, PlacementRequest } from '../world/placement.ts'
import type { SimCluster, SimHost, SimPolicy } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { affinityLimits } from './affinity-limits.ts'
import { externalVotes, keepByExternalFilters } from './ask-external.ts'
import { mandatoryFilters, policyFilters } from './filters.ts'
import { selectByRank, type Vote } from './select-by-rank.ts'
import { policyWeights } from './weights.ts'

/** The engine's pipeline for one VM: its own filters, external filters, weights of both kinds, best rank. */
export const enginePlacement: Placement = { candidates, choose }

const NO_HOSTS = 'There are no hosts to use. Check that the cluster contains at least one host in Up state.'
const ALL_FILTERED = 'There is no host that satisfies current scheduling constraints. See below for details:'

function candidates(model: Model, request: PlacementRequest): Candidates {
  const { vm, excludedHostIds, onlyHostIds } = request
  let hosts: readonly SimHost[] = [...model.state.hosts.values()]
    .filter(({ clusterId, status }) => clusterId === vm.clusterId && status === 'up')
    .filter(({ id }) => !excludedHostIds.includes(id) && (onlyHostIds.length === 0 || onlyHostIds.includes(id)))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  if (hosts.length === 0) return { hosts, messages: [NO_HOSTS] }

  const input = { model, vm, limits: affinityLimits(model.state, vm) }
  const reasons: string[] = []
  for (const { name, reject } of filtersOf(model, vm.clusterId)) {
    hosts = hosts.filter(host => {
      const why = reject(input, host)
      if (why !== undefined) reasons.push(refusal(host, `internal filter ${name}`, why))
      return why === undefined
    })
    if (hosts.length === 0) break
  }
  return { hosts, messages: hosts.length === 0 ? [ALL_FILTERED, ...reasons] : [] }
}

const refusal = ({ name }: SimHost, filter: string, why: string): string =>
  `The host ${name} did not satisfy ${filter} because ${why}.`

function filtersOf(model: Model, clusterId: string) {
  const { policy } = clusterAndPolicy(model, clusterId)
  const fromPolicy = policy.filters
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ unitId }) => {
      const reject = policyFilters.get(unitId)
      return reject === undefined ? [] : [{ name: model.state.units.get(unitId)?.name ?? unitId, reject }]
    })
  return [...mandatoryFilters, ...fromPolicy]
}

/** Throws RangeError if the state is inconsistent. */
function clusterAndPolicy({ state }: Model, clusterId: string): { cluster: SimCluster; policy: SimPolicy } {
  const cluster = state.clusters.get(clusterId)
  const policy = cluster && state.policies.get(cluster.policyId)
  if (cluster === undefined || policy === undefined) throw new RangeError(`cluster ${clusterId} has no policy`)
  return { cluster, policy }
}

function choose(model: Model, request: PlacementRequest, take: (hostId: string) => void): Promise<Choice> {
  const { clusterId } = request.vm
  const previous = model.decisions.get(clusterId) ?? Promise.resolve()
  const decision = previous.then(async () => {
    const choice = await decide(model, request).catch(asEngineFailure)
    if (choice.ok) take(choice.hostId)
    return choice
  })
  // A failed decision is its caller's to handle; the next one only waits for its end.
  const ended = decision.then(
    () => undefined,
    () => undefined,
  )
  model.decisions.set(clusterId, ended)
  return decision
}

/** A reply of an external unit that breaks the engine's parser fails the command that needed it. */
function asEngineFailure(error: unknown): never {
  if (!(error instanceof UnreadableReply)) throw error
  const fault = new EngineFault('failed', ['Internal Engine Error'])
  fault.cause = error
  throw fault
}

async function decide(model: Model, request: PlacementRequest): Promise<Choice> {
  const { vm } = request
  const { cluster, policy } = clusterAndPolicy(model, vm.clusterId)
  const { hosts: allowed, messages } = candidates(model, request)
  if (allowed.length === 0) return { ok: false, messages }

  const hosts = await keepByExternalFilters(model, cluster, policy, vm, allowed)
  const [first] = hosts
  if (first === undefined) {
    const reasons = allowed.map(host => refusal(host, 'external filter', 'the external scheduler left it out'))
    return { ok: false, messages: [ALL_FILTERED, ...reasons] }
  }
  if (hosts.length === 1) return { ok: true, hostId: first.id }
  const votes = [
    ...internalVotes(model, policy, request, hosts),
    ...(await externalVotes(model, cluster, policy, vm, hosts)),
  ]
  const best = selectByRank(
    hosts.map(({ id }) => id),
    votes,
  )
  return { ok: true, hostId: best ?? first.id }
}

function internalVotes(model: Model, policy: SimPolicy, { vm }: PlacementRequest, hosts: readonly SimHost[]): Vote[] {
  return policy.weights.flatMap(({ unitId, factor }) => {
    const weigh = policyWeights.get(unitId)
    if (weigh === undefined) return []
    return [{ factor, weights: new Map(hosts.map(host => [host.id, weigh(model, vm, host)])) }]
  })
}
