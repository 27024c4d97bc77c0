import type { MainList } from './main-list.ts'
import type { PlaceRequest } from './place-request.ts'
import type { Place } from './places.ts'
import { selectByName } from './select-by-name.ts'
import type { Selection } from './selection.ts'

/**
 * Makes the object that a detail link names the selected one: at once when its list has it loaded, otherwise as soon as
 * the engine has answered. Tabs follow the selection.
 */
export function createNamedSelection(
  lists: readonly MainList[],
  selection: Selection,
  showError: (message: string) => void,
): (place: Place, request: PlaceRequest) => void {
  let lookup: AbortController | undefined

  return ({ tab }, { parameters }) => {
    lookup?.abort()
    const list = lists.find(({ kind }) => kind.type === tab?.type)
    const name = parameters.get('name')
    if (list === undefined || name === undefined) return
    const { kind } = list
    const selected = selection.rows(kind.type)
    if (selected.length === 1 && selected[0]?.name === name) return

    const loaded = selected.find(row => row.name === name) ?? list.find(name)
    selection.set(kind.type, loaded === undefined ? [] : [loaded])
    if (loaded !== undefined) return
    lookup = new AbortController()
    const { signal } = lookup
    selectByName(kind, [name], selection, signal).catch((error: unknown) => {
      if (!signal.aborted) showError(error instanceof Error ? error.message : String(error))
    })
  }
}
