import type { SimState } from '../world/state.ts'

/** Names of the tags and of the tags above them: a search for a tag also finds what carries one below it. */
export function tagNames(state: SimState, tagIds: readonly string[]): readonly string[] {
  const names = new Set<string>()
  for (const tagId of tagIds) {
    let tag = state.tags.get(tagId)
    while (tag !== undefined && !names.has(tag.name)) {
      names.add(tag.name)
      tag = tag.parentId === undefined ? undefined : state.tags.get(tag.parentId)
    }
  }
  return [...names]
}
