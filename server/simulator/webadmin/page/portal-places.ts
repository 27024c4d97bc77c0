import type { ActionButtons } from './action-buttons.ts'
import { createDetailList } from './detail-list.ts'
import { element } from './element.ts'
import type { EntityKind } from './entity-kind.ts'
import { createGeneralTab } from './general-tab.ts'
import { createMainList, type MainList } from './main-list.ts'
import type { Places } from './places.ts'
import type { Row } from './row.ts'
import type { Selection } from './selection.ts'
import type { View } from './view.ts'

/** Lists which the real portal has and this one does not. */
const absent = { networks: 'Networks', storage: 'Storage domains', users: 'Users' }

/** Adds the places of the portal itself: a list per kind, its tabs, and a word for what is not part of the stand-in. */
export function addPortalPlaces(
  places: Places,
  kinds: readonly EntityKind[],
  selection: Selection,
  buttons: ActionButtons,
  announceDetail: (rows: readonly Row[]) => void,
): readonly MainList[] {
  for (const [token, title] of Object.entries(absent)) places.add({ token, label: title, view: absentView(title) })

  return kinds.map(kind => {
    const list = createMainList(kind, selection, buttons)
    const { type, token, title } = kind
    places.add({ token, label: title, view: list })
    if (kind.facts !== undefined) {
      const view = createGeneralTab(kind, selection)
      places.add({ token: `${token}-general`, label: 'General', view, tab: { type, priority: 0 } })
    }
    for (const tab of kind.tabs) {
      const listed = kinds.find(one => one.type === tab.lists)
      if (listed === undefined) continue
      const view = createDetailList(kind, tab, listed, selection, buttons, announceDetail)
      places.add({ token: `${token}-${tab.token}`, label: tab.label, view, tab: { type, priority: tab.priority } })
    }
    return list
  })
}

function absentView(title: string): View {
  const text = `${title} are not part of this stand-in: it has what a scheduler needs, clusters, hosts and virtual machines.`
  const view = element('section', { class: 'list' }, element('h1', {}, title), element('p', { class: 'notice' }, text))
  return { element: view, show: () => undefined, hide: () => undefined }
}
