import { Router } from 'express'
import { rootTagId } from '../seed/seed-state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { sendCreated, sendDone } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'
import { tagsOf, tagToWire } from './tag-resource.ts'

/** Tags, and hanging them on VMs and hosts (by id or by name). */
export function tagRoutes(): Router {
  const router = Router()

  router.post('/tags', (req, res) => {
    const context = tagger(contextOf(req))
    const { name, description = '', parent } = readBody(req, 'tag')
    if (name === undefined || name === '') throw incomplete('Tag', 'name', 'add')
    const { tags } = context.world.state
    if ([...tags.values()].some(tag => tag.name === name))
      throw new EngineFault('conflict', ['Cannot add Tag. The tag name is already in use.'])
    const parentId = parent?.id ?? (tags.has(rootTagId) ? rootTagId : undefined)
    if (parentId !== undefined && !tags.has(parentId))
      throw new EngineFault('invalid', ['Cannot add Tag. The parent tag does not exist.'])
    const tag = { id: context.world.newId('tag'), name, description, parentId }
    context.world.edit(state => state.tags.set(tag.id, tag))
    sendCreated(req, res, 'tag', tagToWire(context, tag))
  })

  router.delete('/tags/:id', (req, res) => {
    const context = tagger(contextOf(req))
    const id = required(context.world.state.tags.get(param(req, 'id'))).id
    context.world.edit(state => {
      state.tags.delete(id)
      for (const carrier of [...state.vms.values(), ...state.hosts.values()])
        if (carrier.tagIds.includes(id)) carrier.tagIds = carrier.tagIds.filter(tagId => tagId !== id)
    })
    sendDone(req, res)
  })

  for (const rel of ['vms', 'hosts'] as const) addCarrierRoutes(router, rel)
  return router
}

function addCarrierRoutes(router: Router, rel: 'vms' | 'hosts'): void {
  router.post(`/${rel}/:id/tags`, (req, res) => {
    const context = tagger(contextOf(req))
    const carrier = required(context.world.state[rel].get(param(req, 'id')))
    const { id, name } = readBody(req, 'tag')
    if (id === undefined && name === undefined) throw incomplete('Tag', 'id|name', 'add')
    const tag = [...context.world.state.tags.values()].find(known => known.id === id || known.name === name)
    if (tag === undefined) throw new EngineFault('invalid', [`Tag ${id ?? name ?? ''} does not exist.`])
    context.world.edit(() => {
      if (!carrier.tagIds.includes(tag.id)) carrier.tagIds = [...carrier.tagIds, tag.id]
    })
    sendCreated(req, res, 'tag', required(tagsOf(context, rel, carrier).find(hung => hung.id === tag.id)))
  })

  router.delete(`/${rel}/:id/tags/:tagId`, (req, res) => {
    const context = tagger(contextOf(req))
    const carrier = required(context.world.state[rel].get(param(req, 'id')))
    const tagId = required(carrier.tagIds.find(id => id === param(req, 'tagId')))
    context.world.edit(() => Object.assign(carrier, { tagIds: carrier.tagIds.filter(id => id !== tagId) }))
    sendDone(req, res)
  })
}

function tagger(context: Context): Context {
  requirePermit(context, 'tag_management', { type: 'system' })
  return context
}
