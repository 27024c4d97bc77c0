import { type Request, Router } from 'express'
import { requirePermit } from './access.ts'
import { fromProperties } from './cluster-resource.ts'
import { actorOf, type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { follow } from './follow.ts'
import { type ItemKind, policies, policyItems, policyToWire } from './policy-resource.ts'
import { sendCreated, sendDone, sendList, sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

const itemRels: readonly Readonly<{ rel: string; kind: ItemKind }>[] = [
  { rel: 'filters', kind: 'filter' },
  { rel: 'weights', kind: 'weight' },
  { rel: 'balances', kind: 'balance' },
]

/** Authoring scheduling policies. Validation is the world's; all its refusals are 400. */
export function policyRoutes(): Router {
  const router = Router()

  router.post('/schedulingpolicies', (req, res) => {
    const context = author(contextOf(req))
    // Filters, weights and balances in the body are ignored, as the engine ignores them.
    const body = readBody(req, 'scheduling_policy')
    if (body.name === undefined || body.name === '') throw incomplete('SchedulingPolicy', 'name', 'add')
    const properties = fromProperties(body.properties)
    const policy = context.world.addPolicy(
      {
        name: body.name,
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(properties === undefined ? {} : { properties }),
        ...(body.locked === undefined ? {} : { locked: body.locked }),
      },
      actorOf(context),
    )
    sendCreated(req, res, 'scheduling_policy', policyToWire(context, policy))
  })

  router.put('/schedulingpolicies/:id', (req, res) => {
    const context = author(contextOf(req))
    const policy = findPolicy(context, param(req, 'id'))
    const { name, description, properties } = readBody(req, 'scheduling_policy')
    const replaced = fromProperties(properties)
    context.world.updatePolicy(
      policy.id,
      {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(replaced === undefined ? {} : { properties: replaced }),
      },
      actorOf(context),
    )
    sendObject(req, res, 'scheduling_policy', policyToWire(context, findPolicy(context, policy.id)))
  })

  router.delete('/schedulingpolicies/:id', (req, res) => {
    const context = author(contextOf(req))
    context.world.removePolicy(findPolicy(context, param(req, 'id')).id, actorOf(context))
    sendDone(req, res)
  })

  router.delete('/schedulingpolicyunits/:id', (req, res) => {
    const context = author(contextOf(req))
    context.world.removeUnit(required(context.world.state.units.get(param(req, 'id'))).id, actorOf(context))
    sendDone(req, res)
  })

  // Weights cannot be followed and so are no relation of the resource.
  router.get('/schedulingpolicies/:id/weights', (req, res) => {
    const context = contextOf(req)
    const weights = policyItems(context, findPolicy(context, param(req, 'id')), 'weight')
    sendList(req, res, 'weight', follow(context, 'weight', weights))
  })

  for (const { rel, kind } of itemRels) addItemRoutes(router, rel, kind)
  return router
}

/** Items are added with 200 and have no PUT: to change a factor, remove and add again. */
function addItemRoutes(router: Router, rel: string, kind: ItemKind): void {
  router.post(`/schedulingpolicies/:id/${rel}`, (req, res) => {
    const context = author(contextOf(req))
    const policy = findPolicy(context, param(req, 'id'))
    const { unitId, position, factor } = readItem(req, kind)
    if (unitId === undefined) throw incomplete(typeNames[kind], 'schedulingPolicyUnit.id', 'add')
    context.world.addPolicyItem(
      policy.id,
      {
        unitId,
        as: kind,
        ...(position === undefined ? {} : { position }),
        ...(factor === undefined ? {} : { factor }),
      },
      actorOf(context),
    )
    const items = policyItems(context, findPolicy(context, policy.id), kind)
    sendObject(req, res, kind, required(items.find(({ id }) => id === unitId)))
  })

  router.delete(`/schedulingpolicies/:id/${rel}/:unitId`, (req, res) => {
    const context = author(contextOf(req))
    const policy = findPolicy(context, param(req, 'id'))
    const unitId = param(req, 'unitId')
    required(policyItems(context, policy, kind).find(({ id }) => id === unitId))
    context.world.removePolicyItem(policy.id, { unitId, as: kind }, actorOf(context))
    sendDone(req, res)
  })
}

type Item = Readonly<{ unitId: string | undefined; position?: number | undefined; factor?: number | undefined }>

function readItem(req: Request, kind: ItemKind): Item {
  switch (kind) {
    case 'filter': {
      const { scheduling_policy_unit: unit, position } = readBody(req, 'filter')
      return { unitId: unit?.id, position }
    }
    case 'weight': {
      const { scheduling_policy_unit: unit, factor } = readBody(req, 'weight')
      return { unitId: unit?.id, factor }
    }
    case 'balance':
      return { unitId: readBody(req, 'balance').scheduling_policy_unit?.id }
  }
}

const typeNames = { filter: 'Filter', weight: 'Weight', balance: 'Balance' } as const

/** Policies belong to the system, so the permit must be held there. */
function author(context: Context): Context {
  requirePermit(context, 'edit_storage_pool_configuration', { type: 'system' })
  return context
}

function findPolicy(context: Context, id: string) {
  required(policies.get(context, id))
  return required(context.world.state.policies.get(id))
}
