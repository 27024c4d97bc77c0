import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { UnitDescription, UnitFunction } from '../../../shared/policy/unit.ts'
import type { FactsRunner, Given } from '../unit-runner.ts'
import { parseBalance, parseScores, parseVerdicts } from './parse-script-answer.ts'
import type { HostList } from './plugin-process.ts'
import type { PluginSupervisor } from './plugin-supervisor.ts'
import { type SnapshotLine, snapshotLine } from './snapshot-line.ts'

/** Reaches the functions of one unit in a plugin's process. */
export function scriptRunner({ id: unit, functions }: UnitDescription, supervisor: PluginSupervisor): FactsRunner {
  const ask = (name: UnitFunction, snapshot: Snapshot, hosts: readonly Host[], { values }: Given, vmId?: string) => {
    const line = snapshotLine(snapshot)
    const vm = vmId === undefined ? undefined : line.vmPlaces.get(vmId)
    const call = { unit, function: name, hosts: listOf(line, hosts), values, ...(vm !== undefined && { vm }) }
    return supervisor.ask(call, line)
  }
  const offers = (name: UnitFunction) => functions.includes(name)
  return {
    needs: 'facts',
    ...(offers('filter') && {
      filter: async ({ snapshot, vm, hosts }, given) =>
        parseVerdicts(await ask('filter', snapshot, hosts, given, vm.id), hosts),
    }),
    ...(offers('score') && {
      score: async ({ snapshot, vm, hosts }, given) =>
        parseScores(await ask('score', snapshot, hosts, given, vm.id), hosts),
    }),
    ...(offers('balance') && {
      balance: async (facts, given) => parseBalance(await ask('balance', facts.snapshot, facts.hosts, given), facts),
    }),
  }
}

type Known = Readonly<{ number: number; list: HostList }>
const known = new WeakMap<readonly Host[], Known>()

/** Several units, and many calls, are asked about one list of hosts: it is written out once for each snapshot. */
function listOf({ number, hostPlaces }: SnapshotLine, hosts: readonly Host[]): HostList {
  const before = known.get(hosts)
  if (before?.number === number) return before.list
  const places = hosts.flatMap(({ id }) => hostPlaces.get(id) ?? [])
  const list = { count: places.length, text: JSON.stringify(places) }
  known.set(hosts, { number, list })
  return list
}
