import { coreApi } from './api-core.ts'
import { environmentApi } from './api-environment.ts'
import { messagesApi } from './api-messages.ts'
import { placesApi } from './api-places.ts'
import type { PluginApi } from './plugin-contract.ts'
import { type Caller, createGate, type PluginServices } from './plugin-services.ts'

/** Names of the 3.x portal, kept for old plugins. */
const formerNames = {
  addMainTab: 'addPrimaryMenuPlace',
  addSubTab: 'addDetailPlace',
  setTabContentUrl: 'setPlaceContentUrl',
  setTabAccessible: 'setPlaceAccessible',
  addMainTabActionButton: 'addMenuPlaceActionButton',
  addSubTabActionButton: 'addDetailPlaceActionButton',
} as const satisfies Record<string, keyof PluginApi>

export type PublishedApi = ((pluginName: string) => PluginApi & Caller) & { fn: object }

/**
 * The `window.pluginApi` of the page. Its functions live on its prototype and find their plugin by `this.pluginName`, so
 * they cannot be detached from the object; for a name nobody has they do nothing.
 */
export function createPluginApi(services: PluginServices): PublishedApi {
  const gate = createGate(services.plugins)
  const methods: PluginApi = {
    ...coreApi(services, gate),
    ...environmentApi(services, gate),
    ...placesApi(services, gate),
    ...messagesApi(services, gate),
  }
  const api = function pluginApi(pluginName: string): PluginApi & Caller {
    return Object.assign(Object.create(api.prototype), { pluginName })
  }
  Object.assign(api.prototype, methods)
  for (const [former, name] of Object.entries(formerNames)) {
    api.prototype[former] = function forward(this: PluginApi, ...args: unknown[]): unknown {
      console.warn(`${former} is deprecated, use ${name}`)
      return Reflect.apply(this[name], this, args)
    }
  }
  return Object.assign(api, { fn: api.prototype })
}
