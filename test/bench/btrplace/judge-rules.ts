import type { Replay } from './judge-replay.ts'
import type { Constraint, Instance } from './read-instance.ts'

/** A constraint, asked whenever one of its VMs has started or ended something, or at the end only. */
export type Rule = Readonly<{
  vms: readonly number[]
  isContinuous: boolean
  /** What is wrong now. */
  broken(now: Replay): string | undefined
}>

export function rulesOf({ constraints, onlineNodes }: Instance): Rule[] {
  const online = new Set(onlineNodes)
  return constraints.map(constraint => toRule(constraint, online))
}

function toRule(constraint: Constraint, online: ReadonlySet<number>): Rule {
  const isContinuous = 'continuous' in constraint && constraint.continuous
  const rule = (vms: readonly number[], broken: Rule['broken']): Rule => ({ vms, isContinuous, broken })
  switch (constraint.id) {
    case 'online':
      return rule([], () => unless(online.has(constraint.node), `node ${constraint.node} is not online`))
    case 'offline':
      // Switching it off is left to others; it is possible once nothing runs there.
      return rule([], now =>
        unless(now.vmsOn(constraint.node).length === 0, `node ${constraint.node} cannot be offline`),
      )
    case 'running':
      return rule([constraint.vm], now =>
        unless(now.nodesOf(constraint.vm).length > 0, `VM ${constraint.vm} does not run`),
      )
    case 'ready':
      return rule([constraint.vm], now => unless(now.nodesOf(constraint.vm).length === 0, `VM ${constraint.vm} runs`))
    case 'preserve': {
      const { vm, rc, amount } = constraint
      return rule([vm], now =>
        unless(now.nodesOf(vm).length === 0 || now.has(vm, rc) >= amount, `VM ${vm} has less than ${amount} ${rc}`),
      )
    }
    case 'fence': {
      const { vm, nodes } = constraint
      const inside = new Set(nodes)
      return rule([vm], now =>
        unless(
          now.nodesOf(vm).every(node => inside.has(node)),
          `VM ${vm} is outside its fence`,
        ),
      )
    }
    case 'ban': {
      const { vm, nodes } = constraint
      const outside = new Set(nodes)
      return rule([vm], now => unless(!now.nodesOf(vm).some(node => outside.has(node)), `VM ${vm} is on a banned node`))
    }
    case 'spread': {
      const { vms } = constraint
      return rule(vms, now => {
        const nodes = vms.flatMap(vm => now.nodesOf(vm))
        return unless(new Set(nodes).size === nodes.length, `two of the spread VMs ${vms.join(', ')} are together`)
      })
    }
    case 'among': {
      const { vms, parts } = constraint
      const inside = parts.map(part => new Set(part))
      return rule(vms, now => {
        const nodes = vms.flatMap(vm => now.nodesOf(vm))
        const isKept = nodes.length === 0 || inside.some(part => nodes.every(node => part.has(node)))
        return unless(isKept, `VMs ${vms.join(', ')} are not among the nodes of one part`)
      })
    }
  }
}

const unless = (isKept: boolean, problem: string): string | undefined => (isKept ? undefined : problem)
