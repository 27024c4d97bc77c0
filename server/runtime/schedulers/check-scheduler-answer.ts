/** A scheduler's answers, turned into what others may rely on. All of it is untrusted; UnitFailure says what is wrong. */
import type { Host } from '../../../shared/model/host.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { type HostAction, hostActions } from '../../../shared/policy/host-action.ts'
import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import { parseReason, parseSkipped, record } from '../sandbox/parse-script-answer.ts'
import { UnitFailure } from '../unit-failure.ts'

/** The cluster that was asked about. */
export type SchedulerScope = Readonly<{
  cluster: Readonly<{ id: string; name: string }>
  hosts: readonly Host[]
  vms: readonly Vm[]
}>

/** `toHostIds` absent: whichever host is selected for it. */
export type WantedMove = Readonly<{
  vm: Vm
  fromHostId: string
  toHostIds?: readonly string[]
  because: Reason
  limitBroken: boolean
}>
export type WantedHostAction = Readonly<{ host: Host; action: HostAction; because: Reason }>
export type SchedulerNotice = Readonly<{
  subject: Readonly<{ kind: 'host' | 'vm' | 'cluster'; id: string; name: string }>
  because: Reason
}>
export type CheckedAdvice = Readonly<{
  because: Reason
  moves: readonly WantedMove[]
  hostActions: readonly WantedHostAction[]
  notices: readonly SchedulerNotice[]
  skippedHosts: readonly Skipped[]
  skippedVms: readonly Skipped[]
}>
export type CheckedSelection = Readonly<{ hostId?: string; because: Reason }>

const bad = (message: string) => new UnitFailure('bad-output', message)

/** undefined: it has no say. One thing that cannot be meant, and none of it is used. */
export function checkAdvice(answer: unknown, scope: SchedulerScope): CheckedAdvice | undefined {
  if (answer === undefined || answer === null) return undefined
  const { because, moves, hostActions: actions, notices, skippedHosts = [], skippedVms = [] } = record(answer)
  const wanted = listOf(moves, 'moves').map(move => checkMove(move, scope))
  const twice = wanted.find(({ vm }, at) => wanted.findIndex(other => other.vm.id === vm.id) !== at)
  if (twice !== undefined) throw bad(`it moves VM ${twice.vm.name} twice`)
  return {
    because: parseReason(because),
    moves: wanted,
    hostActions: listOf(actions, 'hostActions').map(action => checkHostAction(action, scope)),
    notices: listOf(notices, 'notices').map(given => checkNotice(given, scope)),
    skippedHosts: parseSkipped(skippedHosts, scope.hosts),
    skippedVms: parseSkipped(skippedVms, scope.vms),
  }
}

function checkMove(given: unknown, { hosts, vms }: SchedulerScope): WantedMove {
  const { vmId, toHostIds, because, limitBroken = false } = record(given)
  const vm = vms.find(({ id }) => id === vmId)
  if (vm === undefined) throw bad(`a move names the VM ${shown(vmId)}, which is not of this cluster`)
  if (vm.hostId === undefined) throw bad(`it moves VM ${vm.name}, which does not run`)
  const move = { vm, fromHostId: vm.hostId, because: parseReason(because), limitBroken: limitBroken === true }
  if (toHostIds === undefined || toHostIds === null) return move
  const to = listOf(toHostIds, 'toHostIds').map(id => {
    const host = hosts.find(known => known.id === id)
    if (host === undefined) throw bad(`it moves VM ${vm.name} to the host ${shown(id)}, which is not of this cluster`)
    return host.id
  })
  if (to.length === 0) throw bad(`it names no host for VM ${vm.name}; leave toHostIds out to have one selected`)
  if (to.includes(vm.hostId)) throw bad(`it moves VM ${vm.name} to where it is`)
  return { ...move, toHostIds: [...new Set(to)] }
}

function checkHostAction(given: unknown, { hosts }: SchedulerScope): WantedHostAction {
  const { hostId, action: wanted, because } = record(given)
  const host = hosts.find(({ id }) => id === hostId)
  if (host === undefined) throw bad(`a host action names the host ${shown(hostId)}, which is not of this cluster`)
  const action = hostActions.find(known => known === wanted)
  if (action === undefined) throw bad(`${shown(wanted)} is no host action; it may be ${hostActions.join(', ')}`)
  return { host, action, because: parseReason(because) }
}

function checkNotice(given: unknown, { cluster, hosts, vms }: SchedulerScope): SchedulerNotice {
  const { subject, because } = record(given)
  const { kind, id } = record(subject)
  const subjects = kind === 'host' ? hosts : kind === 'vm' ? vms : kind === 'cluster' ? [cluster] : undefined
  if (subjects === undefined) throw bad(`a notice is about a host, a vm or a cluster, not ${shown(kind)}`)
  const named = subjects.find(known => known.id === id)
  if (named === undefined) throw bad(`a notice names the ${kind} ${shown(id)}, which is not of this cluster`)
  return {
    subject: { kind: kind as 'host' | 'vm' | 'cluster', id: named.id, name: named.name },
    because: parseReason(because),
  }
}

/** One of the hosts it was offered, or none. */
export function checkSelection(answer: unknown, candidateIds: readonly string[]): CheckedSelection {
  const { hostId, because } = record(answer)
  const why = parseReason(because)
  if (hostId === undefined || hostId === null) return { because: why }
  if (typeof hostId !== 'string' || !candidateIds.includes(hostId)) {
    throw bad(`it selected the host ${shown(hostId)}, which it was not offered`)
  }
  return { hostId, because: why }
}

/** Where there is no host that the rules allow there is none, whatever it says. */
export function checkHasAnyHosts(answer: unknown, candidateIds: readonly string[]): boolean {
  if (typeof answer !== 'boolean') throw bad('hasAnyHosts must return true or false')
  return answer && candidateIds.length > 0
}

/** Hosts that are gone meanwhile are left out. */
export function checkSelectedHosts(answer: unknown, hosts: readonly Host[]): readonly string[] {
  const known = new Set(hosts.map(({ id }) => id))
  return listOf(answer, 'selectedHosts').filter((id): id is string => typeof id === 'string' && known.has(id))
}

function listOf(given: unknown, name: string): readonly unknown[] {
  if (given === undefined || given === null) return []
  if (Array.isArray(given)) return given
  throw bad(`${name} must be a list`)
}

/** Anything that JSON can carry, also objects that cannot be made a text by themselves. */
const shown = (given: unknown): string =>
  `"${(typeof given === 'string' ? given : String(JSON.stringify(given))).slice(0, 100)}"`
