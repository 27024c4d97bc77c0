import type { Policy, PolicyVm } from './policy.ts'

/**
 * A policy that sees demands one step late, as monitoring shows them. CloudSim's policies see what each VM asks for until the next
 * step, so that they end an overload as it begins.
 */
export function seenLate(policy: Policy): Policy {
  let before: ReadonlyMap<number, PolicyVm> = new Map()
  return {
    name: policy.name,
    decide(view) {
      const known = before
      before = new Map(view.vms.map(vm => [vm.id, vm]))
      const vms = view.vms.flatMap(vm => {
        const then = known.get(vm.id)
        return then === undefined ? [] : [{ ...vm, mips: then.mips, history: then.history }]
      })
      if (vms.length === 0) return []
      const sums = new Map<number, number[]>()
      for (const { hostId, history } of vms) {
        const sum = sums.get(hostId) ?? []
        for (let at = 0; at < history.length; at++) sum[at] = (sum[at] ?? 0) + (history[at] as number)
        sums.set(hostId, sum)
      }
      const hosts = view.hosts.map(host => ({
        ...host,
        history: (sums.get(host.id) ?? []).map(asked => asked / host.mips),
      }))
      return policy.decide({ ...view, hosts, vms })
    },
  }
}
