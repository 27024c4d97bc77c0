import type { RequestHandler } from 'express'
import { rootTagId } from '../seed/seed-state.ts'
import type { Wire } from '../wire/types.ts'
import { type Context, contextOf } from './context.ts'
import { nameUuid } from './name-uuid.ts'
import { absolute, sendObject } from './reply.ts'

const BLANK_TEMPLATE = '00000000-0000-0000-0000-000000000000'

/** What the root links to, in the engine's order; the second list marks those that can be searched. */
const rels = [
  ...['clusters', 'datacenters', 'events', 'hosts', 'networks', 'roles', 'storagedomains', 'tags', 'bookmarks'],
  ...['icons', 'templates', 'instancetypes', 'users', 'groups', 'domains', 'vmpools', 'vms', 'disks', 'jobs'],
  ...['storageconnections', 'vnicprofiles', 'diskprofiles', 'cpuprofiles', 'schedulingpolicyunits'],
  ...['schedulingpolicies', 'permissions', 'macpools', 'networkfilters', 'operatingsystems'],
  ...['externalhostproviders', 'openstackimageproviders', 'openstackvolumeproviders'],
  ...['openstacknetworkproviders', 'katelloerrata', 'affinitylabels', 'clusterlevels', 'imagetransfers'],
  ...['externalvmimports', 'externaltemplateimports'],
]
const searchable = new Set([
  ...['clusters', 'datacenters', 'events', 'hosts', 'networks', 'storagedomains', 'templates', 'instancetypes'],
  ...['users', 'groups', 'vmpools', 'vms', 'disks'],
])
const activeStates = new Set(['up', 'powering_up', 'paused', 'migrating', 'wait_for_launch', 'reboot_in_progress'])

/** `/ovirt-engine/api`: who the caller is, what there is. `summary` tells that the caller is an administrator. */
export const apiRoot: RequestHandler = (req, res) => {
  const context = contextOf(req)
  const link = links(context.base)
  res.set('Link', link.map(({ href, rel }) => `<${absolute(req, href)}>; rel=${rel}`).join(', '))
  sendObject(req, res, 'api', toApi(context, link))
}

function links(base: string): readonly Readonly<{ href: string; rel: string }>[] {
  return rels.flatMap(rel => {
    const plain = { href: `${base}/${rel}`, rel }
    if (!searchable.has(rel)) return [plain]
    const from = rel === 'events' ? ';from={event_id}' : ''
    return [plain, { href: `${base}/${rel}${from}?search={query}`, rel: `${rel}/search` }]
  })
}

function toApi({ world, base, user, administrator, filtered }: Context, link: Wire<'api'>['link']): Wire<'api'> {
  const { full, major, minor, build, revision } = world.state.engineVersion
  const caller = { id: user.id, href: `${base}/users/${user.id}` }
  return {
    ...(link === undefined ? {} : { link }),
    product_info: {
      instance_id: nameUuid(`instance ${world.state.seed}`),
      name: 'oVirt Engine',
      vendor: 'ovirt.org',
      version: { full_version: full, major, minor, build, revision },
    },
    special_objects: {
      blank_template: { id: BLANK_TEMPLATE, href: `${base}/templates/${BLANK_TEMPLATE}` },
      root_tag: { id: rootTagId, href: `${base}/tags/${rootTagId}` },
    },
    summary: administrator && !filtered ? summary(world.state) : undefined,
    time: world.now(),
    authenticated_user: caller,
    effective_user: caller,
  }
}

function summary(state: Context['world']['state']): Wire<'api_summary'> {
  const hosts = [...state.hosts.values()]
  const vms = [...state.vms.values()]
  return {
    hosts: { active: hosts.filter(({ status }) => status === 'up').length, total: hosts.length },
    storage_domains: { active: 0, total: 0 },
    users: { active: 1, total: state.users.size },
    vms: { active: vms.filter(({ status }) => activeStates.has(status)).length, total: vms.length },
  }
}
