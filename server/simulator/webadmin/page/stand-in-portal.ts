import { logOut } from './engine-rest.ts'
import type { MainList } from './main-list.ts'
import type { Navigation } from './navigation.ts'
import type { Session } from './open-session.ts'
import type { PluginState } from './plugin.ts'
import type { MainType, Tag } from './plugin-contract.ts'
import type { PluginRegistry } from './plugin-registry.ts'
import { selectByName } from './select-by-name.ts'
import type { Selection } from './selection.ts'

/** Controls for tests and demonstrations, at `window.standInPortal`. Nothing of this exists in the real portal. */
export type StandInPortal = Readonly<{
  /** Selects objects by name as a user would in their main list, whatever is shown. */
  select(type: MainType, names: readonly string[]): Promise<void>
  reveal(token: string): void
  /** Ends the session in the engine; everything that uses its token gets 401 from now on. */
  expireToken(): Promise<void>
  /** Loads the page anew in another language, as `ja-JP`. */
  setLocale(locale: string): void
  /** Tells plugins that these tags are active now. */
  activateTags(...tags: readonly Tag[]): void
  pluginStates(): Readonly<Record<string, PluginState>>
}>

export function createStandInPortal(
  session: Session,
  plugins: PluginRegistry,
  lists: readonly MainList[],
  selection: Selection,
  navigation: Navigation,
): StandInPortal {
  return {
    async select(type, names) {
      const list = lists.find(({ kind }) => kind.type === type)
      if (list === undefined) throw new Error(`The stand-in has no list of ${type}`)
      await selectByName(list.kind, names, selection, new AbortController().signal)
    },
    reveal: navigation.reveal,
    expireToken: () => logOut(session.token),
    setLocale(locale) {
      window.location.search = new URLSearchParams({ locale: locale.replaceAll('-', '_') }).toString()
    },
    activateTags: (...tags) => plugins.tellNow('TagActivationChange', tags),
    pluginStates: () => Object.fromEntries(plugins.all().map(({ definition, state }) => [definition.name, state])),
  }
}
