import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Named } from '../../shared/plan/named.ts'
import { isStepOver, type Run, type Step } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { hostEffects, reliefPercent } from '../planner/host-effects.ts'
import { mayRunOn } from '../units/memory-destinations.ts'
import { mustStay } from '../units/must-stay.ts'
import type { VmNow } from './ports.ts'

export type Move = Readonly<{ cluster: Named; vm: Named; from: Named; to: Named }>

/**
 * May this move be asked for now? `stale`: no, and waiting will not change it. `wait`: not now, because of something that
 * passes by itself (a busy host, an engine that does not answer).
 */
export type GateVerdict = Readonly<{ ok: true } | { ok: false; why: 'stale' | 'wait'; reason: Reason }>

export type Facts = Readonly<{
  /** Freshly read. */
  index: IndexedSnapshot
  vmNow: VmNow | undefined
  /** Unfinished steps of all runs, but the one that is judged. */
  otherSteps: readonly Step[]
  /** The unit, asked with the fresh snapshot, still wants this VM moved from there to there. */
  stillAsked: boolean
  /** A step of a plan: room that others make is seen some time after they have gone. */
  isPlanned?: boolean
  /** How many migrations one host may send and receive at once. */
  perHost: number
  /** How many may run at once altogether. */
  total: number
}>

/** The checks of the gate, in the order in which an operator would want to hear of them. Pure. */
export function judgeMove(move: Move, facts: Facts): GateVerdict {
  const { index } = facts
  const cluster = index.clusters.get(move.cluster.id)
  const vm = index.vms.get(move.vm.id)
  const from = index.hosts.get(move.from.id)
  const to = index.hosts.get(move.to.id)
  if (cluster === undefined)
    return stale('cluster-gone', `The engine no longer knows the cluster ${move.cluster.name}.`)
  if (cluster.upgradeInProgress) {
    const text = `The hosts of ${cluster.name} are being upgraded; nothing else should move there.`
    return stale('cluster-upgrading', text, { cluster: cluster.name })
  }
  if (vm === undefined || facts.vmNow === undefined)
    return stale('vm-gone', `The engine no longer knows ${move.vm.name}.`)
  if (from === undefined) return stale('source-gone', `The engine no longer knows the host ${move.from.name}.`)
  if (to === undefined) return stale('destination-gone', `The engine no longer knows the host ${move.to.name}.`)
  const refusal =
    vmProblem(vm, facts.vmNow, move, index) ??
    destinationProblem(vm, to, cluster.id, arriving(to, facts)) ??
    noHelp(vm, from, to, facts)
  const maySettle = facts.isPlanned === true && refusal?.code === 'destination-full'
  if (refusal !== undefined) return { ok: false, why: maySettle ? 'wait' : 'stale', reason: refusal }
  const busy = allBusy(facts) ?? [from, to].map(host => hostBusy(host, facts)).find(found => found !== undefined)
  return busy === undefined ? { ok: true } : { ok: false, why: 'wait', reason: busy }
}

function vmProblem(vm: Vm, now: VmNow, move: Move, index: IndexedSnapshot): Reason | undefined {
  // The fresh read has the last word on what moves fast; the snapshot knows what the operator configured.
  const stays = mustStay({ ...vm, status: now.status })
  if (stays !== undefined) return stays
  if (now.hostId === move.from.id) return undefined
  const host = (now.hostId !== undefined && index.hosts.get(now.hostId)?.name) || 'another host'
  return reason('vm-moved', `${vm.name} now runs on ${host}, not on ${move.from.name}.`, { vm: vm.name, host })
}

function destinationProblem(vm: Vm, to: Host, clusterId: string, arrivingMiB: number): Reason | undefined {
  const names = { vm: vm.name, host: to.name }
  if (to.clusterId !== clusterId) return reason('other-cluster', `${to.name} has left the cluster.`, names)
  if (to.status !== 'up') {
    const status = to.status ?? 'in an unknown state'
    return reason('destination-not-up', `${to.name} is ${status}, not up.`, { ...names, status })
  }
  if (!mayRunOn(vm, to)) return reason('vm-restricted', `${vm.name} may not run on ${to.name}.`, names)
  const free = to.statistics.memoryFreeMiB
  if (free === undefined || to.maxSchedulingMiB === undefined) {
    return reason('room-unknown', `The engine does not say how much memory ${to.name} has left.`, names)
  }
  const roomMiB = Math.min(free - arrivingMiB, to.maxSchedulingMiB)
  if (vm.memoryMiB <= roomMiB) return undefined
  const text = `${to.name} has room for ${Math.max(0, roomMiB)} MiB, ${vm.name} needs ${vm.memoryMiB} MiB.`
  return reason('destination-full', text, { ...names, roomMiB, memoryMiB: vm.memoryMiB })
}

/** A unit that has changed its mind is not the last word: a person asked, and the move may still do good. */
function noHelp(vm: Vm, from: Host, to: Host, facts: Facts): Reason | undefined {
  if (facts.stillAsked) return undefined
  const effects = hostEffects(vm, from, to)
  if (effects !== undefined && reliefPercent(effects) > 0) return undefined
  const text = `Moving ${vm.name} from ${from.name} to ${to.name} no longer helps: the fuller of the two would end no less full.`
  return reason('no-longer-helps', text, { vm: vm.name, from: from.name, to: to.name })
}

/** Memory of VMs that our other steps are bringing to this host: the engine's free figure does not hold it yet. */
const arriving = (to: Host, { otherSteps, index }: Facts): number =>
  otherSteps
    .filter(step => step.to.id === to.id && isUnderWay(step))
    .reduce((sum, step) => sum + (index.vms.get(step.vm.id)?.memoryMiB ?? 0), 0)

/** Ours and other people's migrations, in and out; the engine counts one that we asked for a little later than we do. */
function hostBusy(host: Host, { otherSteps, index, perHost }: Facts): Reason | undefined {
  const vmIds = new Set(
    otherSteps
      .filter(step => isUnderWay(step) && (step.from.id === host.id || step.to.id === host.id))
      .map(step => step.vm.id),
  )
  for (const vm of index.vmsOf(host.clusterId)) if (vm.status === 'migrating' && vm.hostId === host.id) vmIds.add(vm.id)
  const running = Math.max(vmIds.size, host.migratingVms)
  if (running < perHost) return undefined
  const text = `${host.name} already has ${running} migrations; at most ${perHost} may run at once.`
  return reason('host-busy', text, { host: host.name, running, perHost })
}

function allBusy({ otherSteps, total }: Facts): Reason | undefined {
  const running = otherSteps.filter(isUnderWay).length
  if (running < total) return undefined
  return reason('all-busy', `${running} migrations run; at most ${total} may at once.`, { running, total })
}

const isUnderWay = ({ state }: Step): boolean => state === 'requested' || state === 'running'

/** Unfinished steps of every run, but the one with this correlation id. */
export const stepsOfOthers = (runs: readonly Run[], correlationId: string | undefined): Step[] =>
  runs.flatMap(run => run.steps.filter(step => !isStepOver(step.state) && step.correlationId !== correlationId))

const stale = (code: string, text: string, values: Reason['values'] = {}): GateVerdict => ({
  ok: false,
  why: 'stale',
  reason: reason(code, text, values),
})
