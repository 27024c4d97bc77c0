import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Parameters, ValuesOf } from '../../shared/policy/parameter.ts'
import type { BalanceInput, BalanceResult, PolicyUnit, Verdict } from '../../shared/policy/unit.ts'

export type UnitValues = ValuesOf<Parameters>

/**
 * How a unit's functions are reached. They may throw or reject, and what they return is not yet checked: a runner in
 * another process hands on what that process claims.
 */
export type UnitRunner = {
  filter?(vm: Vm, hosts: readonly Host[], values: UnitValues): Promise<ReadonlyMap<string, Verdict>>
  score?(vm: Vm, hosts: readonly Host[], values: UnitValues): Promise<ReadonlyMap<string, number>>
  balance?(input: BalanceInput, values: UnitValues): Promise<BalanceResult>
}

/** Units that come with the service run right here. */
export function runInProcess(unit: PolicyUnit): UnitRunner {
  const { filter, score, balance } = unit
  return {
    ...(filter && {
      filter: async (vm, hosts, values) => new Map(hosts.map(host => [host.id, filter(vm, host, values)])),
    }),
    ...(score && {
      score: async (vm, hosts, values) => new Map(hosts.map(host => [host.id, score(vm, host, values)])),
    }),
    ...(balance && { balance: async (input, values) => balance(input, values) }),
  }
}
