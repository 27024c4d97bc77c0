import { reason } from '../../../shared/policy/reason.ts'
import type { Scheduler } from '../../../shared/sdk/scheduler.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { vmOf } from '../facts/situation.ts'
import { policyOf } from '../from-snapshot/cluster-scene.ts'
import { place } from '../pipeline/place.ts'
import { balanceAdvice } from './balance-advice.ts'
import { hostChangeAdvice } from './host-change-advice.ts'
import { defaultInputs } from './inputs.ts'
import { defaultPolicies, type SchedulerSceneOptions, schedulerScene } from './scheduler-scene.ts'
import { timerAdvice } from './timer-advice.ts'
import { vmChangeAdvice } from './vm-change-advice.ts'

export type DefaultSchedulerOptions = SchedulerSceneOptions & Readonly<{ version: string }>

/** The scheduler that every cluster has unless it was given another: the engine's own rules, on the engine's pipeline. */
export const createDefaultScheduler = (options: DefaultSchedulerOptions): Scheduler<typeof defaultInputs> => ({
  id: 'default',
  name: 'Default oVirt scheduler',
  version: options.version,
  writtenFor: options.version,
  policies: defaultPolicies,
  parameters: defaultInputs,

  selectedHosts: (_values, { selected }) => selected.map(({ hostId }) => hostId),
  hasAnyHosts: (_vm, candidates) => candidates.length > 0,
  selectHost(vm, candidates, values, context) {
    const { policy, situation, onUnknown } = schedulerScene(context, values, options)
    const facts = vmOf(situation, vm.id)
    if (facts === undefined) return { because: reason('vm-gone', `${vm.name} has not been read.`, { vm: vm.name }) }
    if (candidates.length === 0) {
      return { because: reason('no-candidates', `No host may take ${vm.name}.`, { vm: vm.name }) }
    }
    // Other filters than those of the pipeline had a say in who is a candidate.
    const allowedHostIds = new Set(candidates.map(({ host }) => host.id))
    const { hostId, because } = place([facts], { allowedHostIds }, { policy, situation, onUnknown })
    return { because, ...(hostId !== undefined && { hostId }) }
  },
  loadBalance(values, context) {
    if (context.policy === 'PolicyUnits') return undefined
    const hasBalancer = policyOf(indexSnapshot(context.snapshot), context.cluster).balance !== undefined
    if (context.policy === 'ClusterPolicy' && !hasBalancer) return undefined
    return balanceAdvice(schedulerScene(context, values, options))
  },
  onTimerInvoked: (values, context) => timerAdvice(schedulerScene(context, values, options)),
  onVmStatusChanged: (change, values, context) => vmChangeAdvice(change, schedulerScene(context, values, options)),
  onHostStatusChanged: (change, values, context) =>
    hostChangeAdvice(change, context.cluster.scheduling?.onError, schedulerScene(context, values, options)),
})
