import { createDetailLayout, type DetailLayout } from './detail-layout.ts'
import type { EntityKind } from './entity-kind.ts'
import type { PlaceRequest } from './place-request.ts'
import type { Place, Places } from './places.ts'
import type { AnyType } from './plugin-contract.ts'
import type { Selection } from './selection.ts'

/** Puts places on the screen, one at a time: alone, or as the open tab of the detail view of their type. */
export function createStage(
  content: HTMLElement,
  places: Places,
  selection: Selection,
  kinds: readonly EntityKind[],
): (place: Place, request: PlaceRequest) => void {
  const layouts = new Map<AnyType, DetailLayout>()
  let current: Place | undefined

  function layoutOf(type: AnyType): DetailLayout {
    const known = layouts.get(type)
    if (known !== undefined) return known
    const layout = createDetailLayout(
      type,
      kinds.find(kind => kind.type === type),
      places,
      selection,
    )
    layouts.set(type, layout)
    return layout
  }

  return (place, request) => {
    if (place !== current) {
      current?.view.hide()
      current = place
      if (place.tab === undefined) content.replaceChildren(place.view.element)
      else {
        const layout = layoutOf(place.tab.type)
        if (!layout.element.isConnected) content.replaceChildren(layout.element)
        layout.open(place)
        layout.content.replaceChildren(place.view.element)
      }
      document.title = `${place.label} - Simulated engine`
    }
    place.view.show(request)
  }
}
