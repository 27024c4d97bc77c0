import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { aboutHosts, aboutVm } from '../../runtime/question.ts'
import { toCosts } from '../../runtime/to-costs.ts'
import type { EngineProperties, Failure, UnitRuntime } from '../../runtime/unit-runtime.ts'

/** What a unit said, by the names of hosts and VMs; and how long it took. */
export type Said<T> = Readonly<({ ok: true } & T) | { ok: false; message: string }> & Readonly<{ tookMs: number }>

export type FilterSaid = Said<
  Readonly<{ kept: readonly string[]; rejected: readonly Readonly<{ host: string; because: string }>[] }>
>
/** As the engine gets them: costs, lower is better, cheapest first. */
export type ScoreSaid = Said<Readonly<{ costs: readonly Readonly<{ host: string; cost: number; because?: string }>[] }>>
export type BalanceSaid = Said<Readonly<{ vm?: string; to: readonly string[]; because: string }>>

export async function saidOfFilter(
  runtime: UnitRuntime,
  unitId: string,
  { snapshot, vm, hosts }: Readonly<{ snapshot: Snapshot; vm: Vm; hosts: readonly Host[] }>,
  properties: EngineProperties,
): Promise<FilterSaid> {
  const { outcome, tookMs } = await timed(() => runtime.filter(unitId, aboutVm(snapshot, vm, hosts), properties))
  if (!outcome.ok) return { ...failed(outcome), tookMs }
  const verdicts = hosts.map(host => ({ host: host.name, verdict: outcome.value.get(host.id) }))
  return {
    ok: true,
    kept: verdicts.flatMap(({ host, verdict }) => (verdict?.ok === true ? [host] : [])),
    rejected: verdicts.flatMap(({ host, verdict }) =>
      verdict?.ok === false ? [{ host, because: verdict.reason.text }] : [],
    ),
    tookMs,
  }
}

export async function saidOfScore(
  runtime: UnitRuntime,
  unitId: string,
  { snapshot, vm, hosts }: Readonly<{ snapshot: Snapshot; vm: Vm; hosts: readonly Host[] }>,
  properties: EngineProperties,
): Promise<ScoreSaid> {
  const { outcome, tookMs } = await timed(() => runtime.score(unitId, aboutVm(snapshot, vm, hosts), properties))
  if (!outcome.ok) return { ...failed(outcome), tookMs }
  const costs = toCosts(
    outcome.value,
    hosts.map(({ id }) => id),
  )
  const rows = hosts.flatMap(({ id, name }, index) => {
    const cost = costs[index]
    const because = outcome.value.because?.get(id)?.text
    return cost === undefined ? [] : [{ host: name, cost, ...(because !== undefined && { because }) }]
  })
  return { ok: true, costs: rows.toSorted((a, b) => a.cost - b.cost), tookMs }
}

export async function saidOfBalance(
  runtime: UnitRuntime,
  unitId: string,
  { snapshot, hosts }: Readonly<{ snapshot: Snapshot; hosts: readonly Host[] }>,
  properties: EngineProperties,
): Promise<BalanceSaid> {
  const { outcome, tookMs } = await timed(() => runtime.balance(unitId, aboutHosts(snapshot, hosts), properties))
  if (!outcome.ok) return { ...failed(outcome), tookMs }
  const { move, because } = outcome.value
  const nameOf = (id: string) => [...snapshot.hosts, ...snapshot.vms].find(subject => subject.id === id)?.name ?? id
  return {
    ok: true,
    ...(move && { vm: nameOf(move.vmId) }),
    to: (move?.toHostIds ?? []).map(nameOf),
    because: because.text,
    tookMs,
  }
}

const failed = ({ message, code }: Failure) => ({
  ok: false as const,
  message: code === 'no-answer' ? `no answer: ${message}` : message,
})

async function timed<T>(ask: () => Promise<T>): Promise<{ outcome: T; tookMs: number }> {
  const startedMs = performance.now()
  const outcome = await ask()
  return { outcome, tookMs: performance.now() - startedMs }
}
