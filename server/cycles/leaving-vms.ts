import { isStepOver, type Run } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'

/** VMs that are to leave their host by a run of ours that is not over. */
export type LeavingVms = Readonly<{
  onRun(run: Run): void
  /** By id, and why it is known. */
  of(hostId: string): ReadonlyMap<string, Reason>
}>

export function createLeavingVms(): LeavingVms {
  const runs = new Map<string, Run>()
  return {
    onRun(run) {
      if (run.endedAtMs === undefined) runs.set(run.id, run)
      else runs.delete(run.id)
    },
    of(hostId) {
      const steps = [...runs.values()].flatMap(run => run.steps)
      const leaving = steps.filter(({ from, state }) => from.id === hostId && !isStepOver(state))
      return new Map(
        leaving.map(({ vm, to }) => [
          vm.id,
          reason('vm-leaves', `${vm.name} is to go to ${to.name}.`, { vm: vm.name, host: to.name }),
        ]),
      )
    },
  }
}
