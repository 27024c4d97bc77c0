import { type Request, type Response, Router } from 'express'
import { contextOf } from './context.ts'
import { follow } from './follow.ts'
import { sendEmptyList, sendList, sendObject } from './reply.ts'
import { type Resource, required } from './resource.ts'
import { emptyResources, resources } from './resources.ts'

/** The path parameter; a route that names it always has it. */
export function param(req: Request, name: string): string {
  const value = req.params[name]
  return typeof value === 'string' ? value : ''
}

/** GET of every collection, item and sub-collection, and 405 for other methods nobody serves there. */
export function resourceRoutes(): Router {
  const router = Router()
  for (const resource of resources) addResource(router, resource)
  for (const [rel, tag] of Object.entries(emptyResources)) {
    router.get(`/${rel}`, (req, res) => sendEmptyList(req, res, tag))
    router.all(`/${rel}`, methodNotAllowed)
  }
  return router
}

export function methodNotAllowed(_req: Request, res: Response): void {
  res.status(405).end()
}

function addResource(router: Router, resource: Resource): void {
  const { rel, type, relations, emptyRelations } = resource
  router.get(`/${rel}`, (req, res) => {
    const context = contextOf(req)
    sendList(req, res, type, follow(context, type, resource.list(context)))
  })
  router.get(`/${rel}/:id`, (req, res) => {
    const context = contextOf(req)
    const found = required(resource.get(context, param(req, 'id')))
    sendObject(req, res, type, follow(context, type, [found])[0] ?? found)
  })
  for (const relation of Object.values(relations)) {
    router.get(`/${rel}/:id/${relation.rel}`, (req, res) => {
      const context = contextOf(req)
      const parent = required(resource.get(context, param(req, 'id')))
      sendList(req, res, relation.type, follow(context, relation.type, relation.list(context, String(parent.id))))
    })
    router.get(`/${rel}/:id/${relation.rel}/:itemId`, (req, res) => {
      const context = contextOf(req)
      const parent = required(resource.get(context, param(req, 'id')))
      const items = relation.list(context, String(parent.id))
      const found = required(items.find(item => item.id === param(req, 'itemId')))
      sendObject(req, res, relation.type, follow(context, relation.type, [found])[0] ?? found)
    })
  }
  for (const [emptyRel, tag] of Object.entries(emptyRelations)) {
    router.get(`/${rel}/:id/${emptyRel}`, (req, res) => {
      required(resource.get(contextOf(req), param(req, 'id')))
      sendEmptyList(req, res, tag)
    })
  }
  router.all([`/${rel}`, `/${rel}/:id`], methodNotAllowed)
}
