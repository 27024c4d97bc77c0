import { createPlaceFrame } from './place-frame.ts'
import { type PluginApi, takesTabs, type Untrusted } from './plugin-contract.ts'
import { isFunction, numberOption, textOption } from './plugin-options.ts'
import type { Caller, Gate, PluginServices } from './plugin-services.ts'

type PlacesApi = Pick<
  PluginApi,
  | 'addPrimaryMenuPlace'
  | 'addPrimaryMenuContainer'
  | 'addSecondaryMenuPlace'
  | 'addDetailPlace'
  | 'setPlaceContentUrl'
  | 'setPlaceAccessible'
  | 'setPlaceUnloadHandler'
  | 'revealPlace'
  | 'setSearchString'
>

/** The `add…` functions act at once, everything that changes a place later on a later task. */
export function placesApi(services: PluginServices, gate: Gate): PlacesApi & ThisType<Caller> {
  const { menu, places, navigation, lists } = services

  function addMenuPlace(label: string, token: string, contentUrl: string): void {
    const frame = createPlaceFrame(label, contentUrl)
    places.add({ token, label, view: frame, frame })
    // Whatever `defaultPlace` says: the last one to come is the landing page.
    places.setDefault(token)
  }

  return {
    addPrimaryMenuPlace(label, token, contentUrl, options) {
      gate.act(this, () => {
        addMenuPlace(label, token, contentUrl)
        menu.addPlace(label, token, { priority: priorityOf(options), icon: textOption(options, 'icon') })
      })
    },

    addPrimaryMenuContainer(label, menuId, options) {
      gate.act(this, () => {
        menu.addGroup(label, menuId, { priority: priorityOf(options), icon: textOption(options, 'icon') })
      })
    },

    addSecondaryMenuPlace(menuId, label, token, contentUrl, options) {
      gate.act(this, () => {
        addMenuPlace(label, token, contentUrl)
        menu.addToGroup(menuId, label, token, priorityOf(options))
      })
    },

    addDetailPlace(entityType, label, token, contentUrl, options) {
      gate.act(this, () => {
        if (!takesTabs(entityType)) return
        const frame = createPlaceFrame(label, contentUrl)
        places.add({ token, label, view: frame, frame, tab: { type: entityType, priority: priorityOf(options) } })
      })
    },

    setPlaceContentUrl(token, contentUrl) {
      gate.actLater(this, () => places.find(token)?.frame?.setUrl(contentUrl))
    },

    setPlaceAccessible(token, accessible) {
      gate.actLater(this, () => {
        if (typeof accessible === 'boolean') places.setAccessible(token, accessible)
      })
    },

    setPlaceUnloadHandler(token, handler) {
      gate.actLater(this, () => {
        if (isFunction(handler)) places.find(token)?.frame?.setUnloadHandler(handler)
      })
    },

    revealPlace(token) {
      gate.actLater(this, () => navigation.reveal(token))
    },

    setSearchString(search) {
      gate.actLater(this, () => {
        const list = lists.find(({ kind }) => search.startsWith(kind.searchPrefix))
        list?.setSearch(search.slice(list.kind.searchPrefix.length).trim())
      })
    },
  }
}

const priorityOf = (options: Untrusted) => numberOption(options, 'priority', Number.MAX_SAFE_INTEGER)
