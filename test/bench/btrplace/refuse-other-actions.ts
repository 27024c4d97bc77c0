import { constraintsOf } from './places.ts'
import type { Instance } from './read-instance.ts'

/** Throws where a constraint asks for more than migrating, starting and giving more to VMs. */
export function refuseOtherActions(instance: Instance): void {
  const { onlineNodes, running, sleeping } = instance
  const online = new Set(onlineNodes)
  const refuse = (what: string | undefined) => {
    if (what !== undefined) throw new Error(`${what}: not supported here`)
  }
  const on = constraintsOf(instance, 'online').find(({ node }) => !online.has(node))
  refuse(on && `node ${on.node} would have to be switched on`)
  const stop = constraintsOf(instance, 'ready').find(({ vm }) => running.has(vm) || sleeping.has(vm))
  refuse(stop && `VM ${stop.vm} would have to be stopped`)
  const resume = constraintsOf(instance, 'running').find(({ vm }) => sleeping.has(vm))
  refuse(resume && `VM ${resume.vm} would have to be resumed`)
}
