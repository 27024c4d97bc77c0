import type { Wire } from '../wire/types.ts'
import type { SimTag } from '../world/state.ts'
import type { Context } from './context.ts'
import { defineResource } from './resource.ts'

export const tags = defineResource<SimTag>({
  rel: 'tags',
  type: 'tag',
  items: ({ world }) => world.state.tags.values(),
  find: ({ world }, id) => world.state.tags.get(id),
  toWire: tagToWire,
})

export function tagToWire({ base }: Context, tag: SimTag): Wire<'tag'> {
  return {
    id: tag.id,
    href: `${base}/tags/${tag.id}`,
    name: tag.name,
    description: tag.description,
    parent: tag.parentId === undefined ? undefined : { id: tag.parentId, href: `${base}/tags/${tag.parentId}` },
  }
}

/** The tags a VM or host carries, each below its carrier. */
export function tagsOf(
  context: Context,
  rel: 'vms' | 'hosts',
  carrier: Readonly<{ id: string; tagIds: readonly string[] }>,
): readonly Wire<'tag'>[] {
  const carried = { id: carrier.id, href: `${context.base}/${rel}/${carrier.id}` }
  return carrier.tagIds
    .flatMap(id => context.world.state.tags.get(id) ?? [])
    .map(tag => ({
      ...tagToWire(context, tag),
      href: `${carried.href}/tags/${tag.id}`,
      ...(rel === 'vms' ? { vm: carried } : { host: carried }),
    }))
}
