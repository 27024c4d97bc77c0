import { group, insertPrimary, insertSecondary, place, standardEntries } from './menu-model.ts'
import { createMenuView } from './menu-view.ts'

export type Menu = Readonly<{
  element: HTMLElement
  addPlace(label: string, token: string, options: Readonly<{ priority: number; icon: string | undefined }>): void
  /** Ignored when the group exists. */
  addGroup(label: string, id: string, options: Readonly<{ priority: number; icon: string | undefined }>): void
  /** Without effect for an unknown group. */
  addToGroup(groupId: string, label: string, token: string, priority: number): void
  mark(token: string): void
}>

/** The left menu with what plugins add to it. */
export function createMenu(): Menu {
  const entries = standardEntries()
  const view = createMenuView()
  view.draw(entries)

  return {
    element: view.element,
    mark: view.mark,
    addPlace(label, token, { priority, icon }) {
      insertPrimary(entries, place(token, label, icon), priority)
      view.draw(entries)
    },
    addGroup(label, id, { priority, icon }) {
      if (entries.some(entry => entry.id === id)) return
      insertPrimary(entries, group(id, label, [], icon), priority)
      view.draw(entries)
    },
    addToGroup(groupId, label, token, priority) {
      if (insertSecondary(entries, groupId, place(token, label), priority)) view.draw(entries)
    },
  }
}
