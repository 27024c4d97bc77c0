import type { Reason } from '../../../shared/policy/reason.ts'
import { dropped, type FilterUnit, type HostVerdict, kept, keptBecause, type WeightUnit, weight } from '../unit.ts'

/** What units outside the engine have said of one VM, as units of the pipeline: asked beforehand, since they take time. */
export type ExternalUnits = Readonly<{
  /** After the engine's own, which is when the engine asks them. */
  filters: readonly FilterUnit[]
  weights: readonly Readonly<{ unit: WeightUnit; factor: number }>[]
}>
export const noExternalUnits: ExternalUnits = { filters: [], weights: [] }

type Named = Readonly<{ id: string; name: string }>

/** A filter that answers what it answered. A host it said nothing of is kept. */
export const answeredFilter = ({ id, name }: Named, verdicts: ReadonlyMap<string, HostVerdict>): FilterUnit => ({
  kind: 'filter',
  id,
  name,
  properties: [],
  filter: (_group, hosts) => new Map(hosts.map(host => [host.id, verdicts.get(host.id) ?? kept])),
})

/** A filter that gave no answer: it drops every host or none, as it asked to. */
export const silentFilter = ({ id, name }: Named, failsClosed: boolean, why: Reason): FilterUnit => ({
  kind: 'filter',
  id,
  name,
  properties: [],
  filter: (_group, hosts) => new Map(hosts.map(host => [host.id, failsClosed ? dropped(why) : keptBecause(why)])),
})

/** A weight that answers what it answered: costs, lower is better. A host without one is not named. */
export const answeredWeight = ({ id, name }: Named, costs: ReadonlyMap<string, number>): WeightUnit => ({
  kind: 'weight',
  id,
  name,
  properties: [],
  weigh: (_group, hosts) =>
    new Map(
      hosts.flatMap(host => {
        const cost = costs.get(host.id)
        return cost === undefined ? [] : [[host.id, weight(cost)] as const]
      }),
    ),
})
