import { createActionButtons } from './action-buttons.ts'
import { builtInActions } from './built-in-actions.ts'
import { clusterKind } from './cluster-kind.ts'
import { deliverMessages } from './deliver-messages.ts'
import { createDialogs } from './dialogs.ts'
import { type EngineRest, logOut } from './engine-rest.ts'
import { eventKind } from './event-kind.ts'
import { hostKind } from './host-kind.ts'
import { createMasthead } from './masthead.ts'
import { createMenu } from './menu.ts'
import { createNameDirectory } from './name-directory.ts'
import { createNamedSelection } from './named-selection.ts'
import { createNavigation } from './navigation.ts'
import { createNotifications } from './notifications.ts'
import type { Session } from './open-session.ts'
import { createPlaces } from './places.ts'
import { createPluginApi, type PublishedApi } from './plugin-api.ts'
import type { PluginDefinition } from './plugin-contract.ts'
import { createPluginRegistry } from './plugin-registry.ts'
import { createPortalLayout } from './portal-layout.ts'
import { addPortalPlaces } from './portal-places.ts'
import type { Row } from './row.ts'
import { createSelection } from './selection.ts'
import { createStage } from './stage.ts'
import { createStandInPortal, type StandInPortal } from './stand-in-portal.ts'
import { vmKind } from './vm-kind.ts'

/** Where the portal lands when no plugin brought a place of its own. */
const FIRST_DEFAULT = 'vms'

export type Portal = Readonly<{
  pluginApi: PublishedApi
  standInPortal: StandInPortal
  /** Loads the plugins; the first place shows when all preloaded ones are ready. `pluginApi` must be published before. */
  start(): void
}>

/** Builds the portal for a logged-in user into the empty `root`. `leave` forgets the session and loads the page anew. */
export function createPortal(
  root: HTMLElement,
  session: Session,
  rest: EngineRest,
  definitions: readonly PluginDefinition[],
  locale: string,
  leave: () => void,
): Portal {
  const engine = { rest, directory: createNameDirectory(rest, Date.now) }
  const kinds = [clusterKind(engine), hostKind(engine), vmKind(engine, Date.now), eventKind(engine)]
  let loggedIn = false

  const plugins = createPluginRegistry(definitions, () => setTimeout(begin, 0))
  const notifications = createNotifications()
  const showError = (message: string) => notifications.alert('danger', message, 0)

  const entitiesOf = (rows: readonly Row[]) => rows.map(({ entity }) => entity)
  const selection = createSelection((type, rows) => plugins.tellNow(`${type}SelectionChange`, [entitiesOf(rows)]))
  const announceDetail = (rows: readonly Row[]) => plugins.tellNow('DetailItemSelectionChange', [entitiesOf(rows)])
  const buttons = createActionButtons(builtInActions(rest, showError))
  const places = createPlaces(FIRST_DEFAULT)
  const lists = addPortalPlaces(places, kinds, selection, buttons, announceDetail)

  const menu = createMenu()
  const masthead = createMasthead(session.userName, () => {
    logOut(session.token).then(leave, (error: unknown) => showError(String(error)))
  })
  const layout = createPortalLayout(masthead, menu.element)
  const dialogs = createDialogs(layout.element)

  const stage = createStage(layout.content, places, selection, kinds)
  const selectNamed = createNamedSelection(lists, selection, showError)
  const navigation = createNavigation(places, (place, request) => {
    selectNamed(place, request)
    menu.mark(kinds.find(({ type }) => type === place.tab?.type)?.token ?? place.token)
    stage(place, request)
  })

  /** The one login of the page, once every preloaded plugin is ready or has failed. */
  function begin(): void {
    if (loggedIn) return
    const awaited = plugins.awaited().map(({ definition }) => definition.name)
    layout.showWaiting(`Waiting for ${awaited.join(', ')} to start …`)
    if (awaited.length > 0) return
    loggedIn = true
    layout.showPlaces()
    dialogs.closeAll()
    plugins.tellNowOrLater('UserLogin', [session.userName, session.userId])
    navigation.start()
    notifications.release()
  }

  const pluginApi = createPluginApi({
    plugins,
    session,
    isLoggedIn: () => loggedIn,
    locale,
    menu,
    places,
    navigation,
    lists,
    buttons,
    dialogs,
    notifications,
  })

  return {
    pluginApi,
    standInPortal: createStandInPortal(session, plugins, lists, selection, navigation),
    start() {
      root.replaceChildren(layout.element, dialogs.element, notifications.element)
      deliverMessages(plugins)
      plugins.load()
      begin()
    },
  }
}
