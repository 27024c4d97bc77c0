import { Router } from 'express'
import type { Wire } from '../wire/types.ts'
import type { SimAffinityGroup, SimRule } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { affinityGroupToWire } from './affinity-group-resource.ts'
import { members } from './affinity-label-resource.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { logAffinityChange } from './log-affinity-change.ts'
import { sendCreated, sendDone, sendList, sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

const PATH = '/clusters/:id/affinitygroups'

/** What a group lists: rel below the group, tag of an item, and where it is kept. Adding a VM gives it back. */
const memberKinds = [
  { rel: 'vms', of: 'vms', type: 'vm', field: 'vmIds' },
  { rel: 'hosts', of: 'hosts', type: 'host', field: 'hostIds' },
  { rel: 'vmlabels', of: 'affinitylabels', type: 'affinity_label', field: 'vmLabelIds' },
  { rel: 'hostlabels', of: 'affinitylabels', type: 'affinity_label', field: 'hostLabelIds' },
] as const

/** Affinity groups of a cluster and their members. */
export function affinityGroupRoutes(): Router {
  const router = Router()

  router.post(PATH, (req, res) => {
    const context = editor(contextOf(req), param(req, 'id'))
    const clusterId = required(context.world.state.clusters.get(param(req, 'id'))).id
    const body = readBody(req, 'affinity_group')
    if (body.name === undefined || body.name === '') throw incomplete('AffinityGroup', 'name', 'add')
    const group = changed(context, empty(context.world.newId('affinity group'), clusterId), body)
    context.world.edit(state => state.affinityGroups.set(group.id, group))
    logAffinityChange(context, 10_350, `Affinity Group ${group.name} was added.`)
    sendCreated(req, res, 'affinity_group', affinityGroupToWire(context, group))
  })

  router.get(`${PATH}/:groupId`, (req, res) => {
    const context = contextOf(req)
    const group = find(context, param(req, 'id'), param(req, 'groupId'))
    sendObject(req, res, 'affinity_group', affinityGroupToWire(context, group))
  })

  router.put(`${PATH}/:groupId`, (req, res) => {
    const context = editor(contextOf(req), param(req, 'id'))
    const group = find(context, param(req, 'id'), param(req, 'groupId'))
    replace(context, changed(context, group, readBody(req, 'affinity_group')))
    const now = find(context, param(req, 'id'), group.id)
    sendObject(req, res, 'affinity_group', affinityGroupToWire(context, now))
  })

  router.delete(`${PATH}/:groupId`, (req, res) => {
    const context = editor(contextOf(req), param(req, 'id'))
    const group = find(context, param(req, 'id'), param(req, 'groupId'))
    context.world.edit(state => state.affinityGroups.delete(group.id))
    logAffinityChange(context, 10_354, `Affinity Group ${group.name} was removed.`)
    sendDone(req, res)
  })

  for (const kind of memberKinds) addMemberRoutes(router, kind)
  return router
}

function addMemberRoutes(router: Router, { rel, of, type, field }: (typeof memberKinds)[number]): void {
  router.get(`${PATH}/:groupId/${rel}`, (req, res) => {
    const context = contextOf(req)
    sendList(req, res, type, members(context, of, find(context, param(req, 'id'), param(req, 'groupId'))[field]))
  })

  router.post(`${PATH}/:groupId/${rel}`, (req, res) => {
    const context = editor(contextOf(req), param(req, 'id'))
    const group = find(context, param(req, 'id'), param(req, 'groupId'))
    const { id } = readBody(req, type)
    if (id === undefined) throw incomplete(type, 'id', 'add')
    if (group[field].includes(id)) throw new EngineFault('invalid', ['The entity is already a member of the group.'])
    replace(context, checked(context, { ...group, [field]: [...group[field], id] }))
    if (type === 'vm') sendObject(req, res, 'vm', { id, href: `${context.base}/vms/${id}` })
    else sendDone(req, res)
  })

  router.delete(`${PATH}/:groupId/${rel}/:memberId`, (req, res) => {
    const context = editor(contextOf(req), param(req, 'id'))
    const group = find(context, param(req, 'id'), param(req, 'groupId'))
    const memberId = required(group[field].find(id => id === param(req, 'memberId')))
    replace(context, { ...group, [field]: group[field].filter(id => id !== memberId) })
    sendDone(req, res)
  })
}

function editor(context: Context, clusterId: string): Context {
  requirePermit(context, 'manipulate_affinity_groups', { type: 'cluster', id: clusterId })
  return context
}

function find({ world }: Context, clusterId: string, groupId: string): SimAffinityGroup {
  const group = required(world.state.affinityGroups.get(groupId))
  return required(group.clusterId === clusterId ? group : undefined)
}

function replace(context: Context, group: SimAffinityGroup): void {
  context.world.edit(state => state.affinityGroups.set(group.id, group))
  logAffinityChange(context, 10_352, `Affinity Group ${group.name} was updated.`)
}

function empty(id: string, clusterId: string): SimAffinityGroup {
  const rule = { enabled: false, enforcing: true, positive: false }
  const lists = { vmIds: [], hostIds: [], vmLabelIds: [], hostLabelIds: [] }
  return { id, clusterId, name: '', description: '', priority: 1, vmsRule: rule, hostsRule: rule, ...lists }
}

/** The group after the request: a list that is sent replaces the old one, a list that is absent stays. */
function changed(context: Context, group: SimAffinityGroup, body: Wire<'affinity_group'>): SimAffinityGroup {
  const ids = (sent: readonly Readonly<{ id?: string }>[] | undefined, before: string[]) =>
    sent === undefined ? before : sent.flatMap(({ id }) => id ?? [])
  const priority = typeof body.priority === 'number' ? body.priority : group.priority
  return checked(context, {
    ...group,
    name: body.name ?? group.name,
    description: body.description ?? group.description,
    priority: Math.round(priority * 1e7) / 1e7,
    vmsRule: vmsRule(group.vmsRule, body),
    hostsRule: merged(group.hostsRule, body.hosts_rule),
    vmIds: ids(body.vms, group.vmIds),
    hostIds: ids(body.hosts, group.hostIds),
    vmLabelIds: ids(body.vm_labels, group.vmLabelIds),
    hostLabelIds: ids(body.host_labels, group.hostLabelIds),
  })
}

/** The older form, `positive` and `enforcing` on the group itself, switches the rule on. */
function vmsRule(before: SimRule, { positive, enforcing, vms_rule: rule }: Wire<'affinity_group'>): SimRule {
  const older = { enabled: positive === undefined ? undefined : true, enforcing, positive }
  return merged(merged(before, older), rule)
}

function merged(before: SimRule, change: Wire<'affinity_rule'> = {}): SimRule {
  const { enabled = before.enabled, enforcing = before.enforcing, positive = before.positive } = change
  return { enabled, enforcing, positive }
}

function checked({ world: { state } }: Context, group: SimAffinityGroup): SimAffinityGroup {
  const refuse = (text: string) => new EngineFault('invalid', [`Cannot change Affinity Group. ${text}`])
  for (const other of state.affinityGroups.values())
    if (other.id !== group.id && other.name === group.name) throw refuse('The name is already in use.')
  const inCluster = (id: string, item: Readonly<{ clusterId: string }> | undefined) => {
    if (item === undefined) throw refuse(`The entity ${id} does not exist.`)
    if (item.clusterId !== group.clusterId) throw refuse('The entity is not part of the cluster.')
  }
  for (const id of group.vmIds) inCluster(id, state.vms.get(id))
  for (const id of group.hostIds) inCluster(id, state.hosts.get(id))
  for (const id of [...group.vmLabelIds, ...group.hostLabelIds])
    if (!state.affinityLabels.has(id)) throw refuse(`The label ${id} does not exist.`)
  return group
}
