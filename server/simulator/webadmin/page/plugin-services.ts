import type { ActionButtons } from './action-buttons.ts'
import type { Dialogs } from './dialogs.ts'
import type { MainList } from './main-list.ts'
import type { Menu } from './menu.ts'
import type { Navigation } from './navigation.ts'
import type { Notifications } from './notifications.ts'
import type { Session } from './open-session.ts'
import type { Places } from './places.ts'
import { acceptsActions, acceptsGetters, type Plugin } from './plugin.ts'
import type { PluginRegistry } from './plugin-registry.ts'

/** What the plugin API works on. */
export type PluginServices = Readonly<{
  plugins: PluginRegistry
  session: Session
  /** False until every preloaded plugin is ready: nobody has a name before that. */
  isLoggedIn(): boolean
  /** BCP 47, as `en-US`. */
  locale: string
  menu: Menu
  places: Places
  navigation: Navigation
  lists: readonly MainList[]
  buttons: ActionButtons
  dialogs: Dialogs
  notifications: Notifications
}>

/** `this` of every API function: the object that `pluginApi(name)` returns. */
export type Caller = Readonly<{ pluginName: string }>

export type Gate = Readonly<{
  find(caller: Caller): Plugin | undefined
  /** Runs the action if the plugin may act; otherwise says and does nothing. */
  act(caller: Caller, action: () => void): void
  /** The same, with the action on a later task. */
  actLater(caller: Caller, action: () => void): void
  get<T>(caller: Caller, read: () => T): T | undefined
}>

export function createGate(plugins: PluginRegistry): Gate {
  const find = ({ pluginName }: Caller) => plugins.find(pluginName)

  function act(caller: Caller, action: () => void): void {
    const plugin = find(caller)
    if (plugin !== undefined && acceptsActions(plugin)) action()
  }

  return {
    find,
    act,
    actLater: (caller, action) => act(caller, () => setTimeout(action, 0)),
    get(caller, read) {
      const plugin = find(caller)
      return plugin !== undefined && acceptsGetters(plugin) ? read() : undefined
    },
  }
}
