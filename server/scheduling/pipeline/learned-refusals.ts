import type { Named } from '../../../shared/plan/named.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept } from '../unit.ts'
import { utcMinute } from './utc-minute.ts'

/** A move that the engine declined: which VM, to which host, in its own words, and until when that counts. */
export type LearnedRefusal = Readonly<{ vm: Named; host: Named; detail: string; untilMs: number }>

/** The name under which the filter stands beside the engine's own. */
export const REFUSAL_FILTER = 'EngineRefusals'

/**
 * Drops the hosts that the engine has refused for a VM. It may know rules that we do not; asked again, it would refuse
 * again. Which refusals still count is the caller's to say. The host on which a VM runs is kept: being there disproves it.
 */
export function refusalFilter(refusals: readonly LearnedRefusal[]): FilterUnit {
  // By VM first: a plan asks about every VM on every host, and few of them were ever refused.
  const known = new Map(
    [...Map.groupBy(refusals, ({ vm }) => vm.id)].map(([vmId, ones]) => [
      vmId,
      new Map(ones.map(one => [one.host.id, one])),
    ]),
  )
  return {
    kind: 'filter',
    id: 'engine-refusals',
    name: REFUSAL_FILTER,
    properties: [],
    filter: eachVm((vm, host) => {
      const refusal = known.get(vm.id)?.get(host.id)
      if (refusal === undefined || vm.hostId === host.id) return kept
      const { detail, untilMs } = refusal
      const text = `The engine refused to move ${vm.name} to ${host.name}: ${detail} This counts until ${utcMinute(untilMs)}.`
      return dropped(reason('engine-refused', text, { vm: vm.name, to: host.name, detail, untilMs }))
    }),
  }
}
