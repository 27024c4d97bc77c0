import { Router } from 'express'
import type { SimAffinityLabel } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { affinityLabelToWire } from './affinity-label-resource.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { logAffinityChange } from './log-affinity-change.ts'
import { sendCreated, sendDone, sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

const memberKinds = [
  { rel: 'vms', type: 'vm', field: 'vmIds' },
  { rel: 'hosts', type: 'host', field: 'hostIds' },
] as const

/** Affinity labels, from their own side and from that of the VMs and hosts that carry them. */
export function affinityLabelRoutes(): Router {
  const router = Router()

  router.post('/affinitylabels', (req, res) => {
    const context = editor(contextOf(req))
    const { name, has_implicit_affinity_group: implicitGroup = false } = readBody(req, 'affinity_label')
    if (name === undefined || name === '') throw incomplete('AffinityLabel', 'name', 'add')
    const label = checked(context, {
      id: context.world.newId('affinity label'),
      name,
      implicitGroup,
      vmIds: [],
      hostIds: [],
    })
    context.world.edit(state => state.affinityLabels.set(label.id, label))
    logAffinityChange(context, 10_380, `Affinity Label ${name} was added.`)
    sendCreated(req, res, 'affinity_label', affinityLabelToWire(context, label))
  })

  router.put('/affinitylabels/:id', (req, res) => {
    const context = editor(contextOf(req))
    const label = find(context, param(req, 'id'))
    const { name = label.name, has_implicit_affinity_group: implicitGroup = label.implicitGroup } = readBody(
      req,
      'affinity_label',
    )
    const next = checked(context, { ...label, name, implicitGroup })
    replace(context, next)
    sendObject(req, res, 'affinity_label', affinityLabelToWire(context, next))
  })

  router.delete('/affinitylabels/:id', (req, res) => {
    const context = editor(contextOf(req))
    const label = find(context, param(req, 'id'))
    context.world.edit(state => state.affinityLabels.delete(label.id))
    logAffinityChange(context, 10_384, `Affinity Label ${label.name} was removed.`)
    sendDone(req, res)
  })

  for (const kind of memberKinds) addMemberRoutes(router, kind)
  return router
}

function addMemberRoutes(router: Router, { rel, type, field }: (typeof memberKinds)[number]): void {
  const add = (context: Context, labelId: string, memberId: string) => {
    const label = find(context, labelId)
    required(context.world.state[rel].get(memberId))
    if (!label[field].includes(memberId)) replace(context, { ...label, [field]: [...label[field], memberId] })
  }
  const remove = (context: Context, labelId: string, memberId: string) => {
    const label = find(context, labelId)
    required(label[field].find(id => id === memberId))
    replace(context, { ...label, [field]: label[field].filter(id => id !== memberId) })
  }

  router.post(`/affinitylabels/:id/${rel}`, (req, res) => {
    const context = editor(contextOf(req))
    const { id } = readBody(req, type)
    if (id === undefined) throw incomplete(type, 'id', 'add')
    add(context, param(req, 'id'), id)
    sendObject(req, res, type, { id, href: `${context.base}/${rel}/${id}` })
  })
  router.delete(`/affinitylabels/:id/${rel}/:memberId`, (req, res) => {
    remove(editor(contextOf(req)), param(req, 'id'), param(req, 'memberId'))
    sendDone(req, res)
  })
  router.post(`/${rel}/:id/affinitylabels`, (req, res) => {
    const context = editor(contextOf(req))
    const { id } = readBody(req, 'affinity_label')
    if (id === undefined) throw incomplete('AffinityLabel', 'id', 'add')
    add(context, id, param(req, 'id'))
    sendObject(req, res, 'affinity_label', affinityLabelToWire(context, find(context, id)))
  })
  router.delete(`/${rel}/:id/affinitylabels/:labelId`, (req, res) => {
    remove(editor(contextOf(req)), param(req, 'labelId'), param(req, 'id'))
    sendDone(req, res)
  })
}

function editor(context: Context): Context {
  requirePermit(context, 'manipulate_affinity_groups', { type: 'system' })
  return context
}

function find({ world }: Context, id: string): SimAffinityLabel {
  return required(world.state.affinityLabels.get(id))
}

function checked({ world }: Context, label: SimAffinityLabel): SimAffinityLabel {
  for (const other of world.state.affinityLabels.values())
    if (other.id !== label.id && other.name === label.name)
      throw new EngineFault('invalid', ['Cannot change Affinity Label. The name is already in use.'])
  return label
}

function replace(context: Context, label: SimAffinityLabel): void {
  context.world.edit(state => state.affinityLabels.set(label.id, label))
  logAffinityChange(context, 10_382, `Affinity Label ${label.name} was updated.`)
}
