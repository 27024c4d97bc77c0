/** Which VMs may leave the hosts that give, and where each would fit. Source: rules §9.2. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { sharedCpus, totalSharedLoad } from '../facts/host-load.ts'
import { type Situation, vmsOn } from '../facts/situation.ts'
import { isExclusive, type VmFacts, vcpusOf } from '../facts/vm-facts.ts'
import { movesFreely } from '../rules/can-migrate.ts'
import { type Candidate, unknown } from '../unit.ts'
import { type Judged, type Judgement, no, yes } from './judgement.ts'

/** What a host must keep within with the VM on it. */
export type DestinationLimits = Readonly<{
  highPercent: number
  /** It must be left with more than this to schedule. */
  aboveMiB: number
}>

/** `refusals`: why the VMs that were looked at did not fit, each VM and host once; only the first few are kept. */
export type Candidates = Readonly<{ candidates: readonly Candidate[]; refusals: readonly Reason[]; refused: number }>

/** Enough to see why nothing moves; a big cluster has thousands. */
const KEPT_REFUSALS = 3

/** A destination's own load, worked out once for all VMs: a cluster has many times more VMs than hosts. */
type Destination = Readonly<{ host: HostFacts; load: number; cpus: number }>

/** The destination check counts cores, whatever the cluster says of threads. Source: rules §2.3. */
const OPTIONS = { pending: false, threadsAsCores: false }

const knownLoad = (vm: VmFacts): number | undefined =>
  vm.usageCpuPercent === undefined ? undefined : vm.usageCpuPercent * vcpusOf(vm)

/** Smallest load first. One that was not measured comes last; there it is an exception. */
const byLoad = (vms: readonly VmFacts[]): readonly VmFacts[] =>
  vms.toSorted((a, b) => {
    const [one, other] = [knownLoad(a) ?? Number.POSITIVE_INFINITY, knownLoad(b) ?? Number.POSITIVE_INFINITY]
    return one === other ? 0 : one - other
  })

function wouldFit(vm: VmFacts, { host, load, cpus }: Destination, limits: DestinationLimits): Judgement {
  if (host.cores === undefined) return unknown('host.cores')
  if (host.usagePercent === undefined) return unknown('host.usagePercent')
  const exclusive = isExclusive(vm.pinning)
  // The engine takes a VM for idle here if it was not measured, or if the host does not report its threads.
  const added = exclusive || host.threads === undefined ? 0 : (knownLoad(vm) ?? 0)
  const left = cpus - (exclusive ? vcpusOf(vm) : 0)
  const loadPercent = (load + added) / left
  const { highPercent, aboveMiB } = limits
  const names = { vm: vm.name, host: host.name }
  if (left === 0) {
    const text = `${vm.name} on ${host.name}: no CPU would be left to share.`
    return no(reason('destination-cpus-taken', text, names))
  }
  // With fewer CPUs than the VM wants for itself the figure is negative and passes: the engine's quirk, filters see to it.
  if (loadPercent > highPercent) {
    const shown = Math.ceil(loadPercent)
    const text = `${vm.name} on ${host.name}: CPU load would be ${shown} %, more than ${highPercent} %.`
    return no(reason('destination-cpu', text, { ...names, loadPercent: shown, highPercent }))
  }
  if (host.maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  const leftMiB = host.maxSchedulingMiB - vm.memoryMiB
  const values = { ...names, leftMiB, aboveMiB }
  if (leftMiB > aboveMiB) return yes(reason('destination-fits', `${vm.name} fits on ${host.name}.`, values))
  const text = `${vm.name} on ${host.name}: ${leftMiB} MiB would be left, not more than ${aboveMiB} MiB.`
  return no(reason('destination-memory', text, values))
}

/**
 * Sources in their order, of each the freely migratable VMs, smallest load first. The source is offered too, last, so that
 * the scheduler may find that the VM had better stay. A source without VMs simply adds none (there: an exception).
 */
export function balanceCandidates(
  sources: readonly Judged[],
  destinations: readonly HostFacts[],
  situation: Situation,
  limits: DestinationLimits,
): Candidates {
  const offers = destinations.map(host => ({
    host,
    load: totalSharedLoad(host, situation, OPTIONS),
    cpus: sharedCpus(host, situation, OPTIONS),
  }))
  const candidates: Candidate[] = []
  const refusals: Reason[] = []
  let refused = 0
  const refuse = (why: () => Reason) => {
    refused += 1
    if (refusals.length < KEPT_REFUSALS) refusals.push(why())
  }
  for (const { host: source, because } of sources) {
    const vms = byLoad(vmsOn(situation, source.id).filter(movesFreely))
    if (vms.length === 0) {
      refuse(() => reason('no-movable-vm', `${source.name} has no VM that may move freely.`, { host: source.name }))
    }
    for (const vm of vms) {
      const others = offers.filter(({ host }) => host.id !== source.id)
      if (others.length === 0) {
        const text = `For ${vm.name} there is no host but its own, ${source.name}.`
        refuse(() => reason('no-other-host', text, { vm: vm.name, host: source.name }))
      }
      const hostIds: string[] = []
      for (const offer of others) {
        const fit = wouldFit(vm, offer, limits)
        if (fit.kind === 'yes') hostIds.push(offer.host.id)
        else if (fit.kind === 'no') refuse(() => fit.because)
        else refuse(() => notTold(vm, offer.host, fit.field))
      }
      if (hostIds.length === 0) continue
      const text = `${vm.name} may leave ${source.name}. ${because.text}`
      const values = { ...because.values, vm: vm.name, host: source.name }
      candidates.push({ vmId: vm.id, hostIds: [...hostIds, source.id], because: { code: because.code, text, values } })
    }
  }
  return { candidates, refusals, refused }
}

const notTold = (vm: VmFacts, host: HostFacts, field: string): Reason =>
  reason('missing-fact', `${vm.name} on ${host.name}: cannot be told without ${field}.`, {
    vm: vm.name,
    host: host.name,
    field,
  })
