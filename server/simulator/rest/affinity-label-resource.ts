import type { Wire } from '../wire/types.ts'
import type { SimAffinityLabel } from '../world/state.ts'
import type { Context } from './context.ts'
import { defineResource, required } from './resource.ts'

/** Read by administrators only. Members are links, not inline. */
export const affinityLabels = defineResource<SimAffinityLabel>({
  rel: 'affinitylabels',
  type: 'affinity_label',
  items: ({ world }) => world.state.affinityLabels.values(),
  find: ({ world }, id) => world.state.affinityLabels.get(id),
  toWire: affinityLabelToWire,
  relations: {
    vms: {
      rel: 'vms',
      type: 'vm',
      member: 'vms',
      list: (context, id) => members(context, 'vms', required(context.world.state.affinityLabels.get(id)).vmIds),
    },
    hosts: {
      rel: 'hosts',
      type: 'host',
      member: 'hosts',
      list: (context, id) => members(context, 'hosts', required(context.world.state.affinityLabels.get(id)).hostIds),
    },
  },
})

export function labelsWith(
  context: Context,
  belongs: (label: SimAffinityLabel) => boolean,
): readonly Wire<'affinity_label'>[] {
  return [...context.world.state.affinityLabels.values()]
    .filter(belongs)
    .map(label => affinityLabelToWire(context, label))
}

export function affinityLabelToWire({ base }: Context, label: SimAffinityLabel): Wire<'affinity_label'> {
  return {
    id: label.id,
    href: `${base}/affinitylabels/${label.id}`,
    name: label.name,
    link: ['hosts', 'vms'],
    has_implicit_affinity_group: label.implicitGroup,
    read_only: false,
  }
}

/** References to VMs or hosts, as member lists hold them. */
export function members(
  { base }: Context,
  rel: 'vms' | 'hosts' | 'affinitylabels',
  ids: readonly string[],
): readonly Readonly<{ id: string; href: string }>[] {
  return ids.map(id => ({ id, href: `${base}/${rel}/${id}` }))
}
