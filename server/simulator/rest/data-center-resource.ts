import type { Wire } from '../wire/types.ts'
import type { SimDataCenter } from '../world/state.ts'
import { seesObject } from './access.ts'
import { clusterToWire } from './cluster-resource.ts'
import type { Context } from './context.ts'
import { permissionsOn } from './permission-resource.ts'
import { defineResource } from './resource.ts'
import { choice, type SearchTable, text } from './search-field.ts'

const search: SearchTable<SimDataCenter> = {
  freeText: ['name', 'description'],
  defaultSort: { field: 'name', descending: false },
  fields: {
    name: text((_, dataCenter) => dataCenter.name),
    description: text((_, dataCenter) => dataCenter.description),
    status: choice({ up: 'up', maintenance: 'maintenance' }, (_, dataCenter) => dataCenter.status),
  },
}

export const dataCenters = defineResource<SimDataCenter>({
  rel: 'datacenters',
  type: 'data_center',
  items: ({ world }) => world.state.dataCenters.values(),
  find: ({ world }, id) => world.state.dataCenters.get(id),
  visible: ({ world, permissions }, { id }) => seesObject(world.state, permissions, { type: 'data_center', id }),
  toWire: dataCenterToWire,
  search,
  relations: {
    clusters: {
      rel: 'clusters',
      type: 'cluster',
      member: 'clusters',
      list: (context, id) =>
        [...context.world.state.clusters.values()]
          .filter(cluster => cluster.dataCenterId === id)
          .map(cluster => clusterToWire(context, cluster)),
    },
    permissions: {
      rel: 'permissions',
      type: 'permission',
      member: 'permissions',
      list: (context, id) => permissionsOn(context, { type: 'data_center', id }),
    },
  },
  emptyRelations: {
    iscsibonds: 'iscsi_bonds',
    networks: 'networks',
    qoss: 'qoss',
    quotas: 'quotas',
    storagedomains: 'storage_domains',
  },
})

function dataCenterToWire({ base }: Context, dataCenter: SimDataCenter): Wire<'data_center'> {
  return {
    id: dataCenter.id,
    href: `${base}/datacenters/${dataCenter.id}`,
    name: dataCenter.name,
    description: dataCenter.description,
    comment: '',
    link: ['clusters', 'iscsibonds', 'networks', 'permissions', 'qoss', 'quotas', 'storagedomains'],
    local: false,
    quota_mode: 'disabled',
    status: dataCenter.status,
    version: { major: 4, minor: 7 },
  }
}
