import type { Reason } from '../../../shared/policy/reason.ts'
import { candidateHosts } from '../../scheduling/pipeline/candidate-hosts.ts'
import { type HostJudgement, judgeHosts, rejectedBy } from '../../scheduling/pipeline/judge-hosts.ts'
import { weighHosts } from '../../scheduling/pipeline/weigh-hosts.ts'
import { rankHosts } from '../../scheduling/selectors/rank-selector.ts'
import { UnreadableReply } from '../world/external-scheduler.ts'
import type { Model } from '../world/model.ts'
import type { Candidates, Choice, Placement, PlacementRequest } from '../world/placement.ts'
import { EngineFault } from '../world/world.ts'
import { externalVotes, keepByExternalFilters } from './ask-external.ts'
import { type ClusterScene, clusterScene } from './cluster-scene.ts'
import { vmFactsOf } from './vm-facts-of.ts'

/** The engine's pipeline for one VM: its own filters, external filters, weights of both kinds, best rank. */
export const enginePlacement: Placement = { candidates, choose }

const NO_HOSTS = 'There are no hosts to use. Check that the cluster contains at least one host in Up state.'
const ALL_FILTERED = 'There is no host that satisfies current scheduling constraints. See below for details:'

/** What the world does not model asks nothing of a host. */
const onUnknown = 'keep'

function candidates(model: Model, request: PlacementRequest): Candidates {
  return candidatesIn(clusterScene(model, request.vm.clusterId), model, request)
}

function candidatesIn({ situation, policy }: ClusterScene, model: Model, request: PlacementRequest): Candidates {
  const found = candidateHosts(situation, {
    excludedHostIds: new Set(request.excludedHostIds),
    allowedHostIds: new Set(request.onlyHostIds),
  })
  if (found.candidates.length === 0) return { hosts: [], messages: [NO_HOSTS] }
  const judged = judgeHosts([vmFactsOf(request.vm)], found.candidates, policy.filters, { situation, onUnknown })
  const hosts = judged.filter(({ isKept }) => isKept).flatMap(({ hostId }) => model.state.hosts.get(hostId) ?? [])
  return { hosts, messages: hosts.length === 0 ? [ALL_FILTERED, ...judged.map(whyRejected)] : [] }
}

function whyRejected(host: HostJudgement): string {
  const { unitName = '', verdict } = rejectedBy(host, onUnknown) ?? {}
  const text = verdict?.kind === 'dropped' ? midSentence(verdict.reason) : 'it is not known why.'
  return refusal(host.hostName, `internal filter ${unitName}`, text)
}

/** A reason that goes on a sentence. A name it begins with stays as it is. */
function midSentence({ text, values }: Reason): string {
  const isName = Object.values(values).some(value => text.startsWith(String(value)))
  return isName ? text : text.replace(/^[A-Z][a-z]* /, word => word.toLowerCase())
}

/** The engine's sentence, with a reason that ends it. */
const refusal = (hostName: string, filter: string, why: string): string =>
  `The host ${hostName} did not satisfy ${filter} because ${why.endsWith('.') ? why : `${why}.`}`

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
  const scene = clusterScene(model, vm.clusterId)
  const { cluster, configured, policy, situation } = scene
  const { hosts: allowed, messages } = candidatesIn(scene, model, request)
  if (allowed.length === 0) return { ok: false, messages }

  const hosts = await keepByExternalFilters(model, cluster, configured, vm, allowed)
  const [first] = hosts
  if (first === undefined) {
    const reasons = allowed.map(({ name }) => refusal(name, 'external filter', 'the external scheduler left it out'))
    return { ok: false, messages: [ALL_FILTERED, ...reasons] }
  }
  if (hosts.length === 1) return { ok: true, hostId: first.id }
  const ids = hosts.map(({ id }) => id)
  const facts = situation.hosts.filter(({ id }) => ids.includes(id))
  const internal = weighHosts([vmFactsOf(vm)], facts, policy, situation).reported
  const external = (await externalVotes(model, cluster, configured, vm, hosts)).map(({ factor, weights }, at) => ({
    id: `external ${at}`,
    name: 'external',
    factor,
    weights,
  }))
  return { ok: true, hostId: rankHosts(ids, [...internal, ...external]).chosenHostId ?? first.id }
}
