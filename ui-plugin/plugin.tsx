/** The hidden frame: says what we add to the portal and passes the selection on to our pages. */
import { type Extensions, extensions } from './extensions.ts'
import { english, type MessageId } from './messages/english.ts'
import { loadMessages } from './messages/load-messages.ts'
import { pluginApiOf } from './portal/connect-portal.ts'
import { urlOf, type View } from './portal/page-address.ts'
import type { Entity, PluginApi } from './portal/plugin-api.ts'
import { startPlugin } from './portal/start-plugin.ts'

/** Survives a reload of the portal, which forgets its selection but opens the same tab again. */
const LAST_CLUSTER = 'ovirt-scheduler.cluster'

const api = pluginApiOf(window.top)
void startPlugin(api, loadMessages(api.currentLocale()), loaded => ({
  UiInit: () => addExtensions(api, extensions, id => loaded()?.messages[id] ?? english[id]),
  ClusterSelectionChange([cluster]) {
    if (cluster === undefined) return // leaving the list deselects, but the open tab stays about its cluster
    sessionStorage.setItem(LAST_CLUSTER, cluster.id)
    for (const { token, page } of extensions.detailPlaces)
      api.setPlaceContentUrl(token, urlOf({ page, clusterId: cluster.id }))
  },
}))

function addExtensions(to: PluginApi, { menuPlaces, detailPlaces, listButtons }: Extensions, text: Texts): void {
  const last = sessionStorage.getItem(LAST_CLUSTER) ?? undefined
  for (const { label, token, page, priority, icon } of menuPlaces) {
    to.addPrimaryMenuPlace(text(label), token, urlOf({ page }), { priority, icon })
  }
  for (const { entity, label, token, page, priority } of detailPlaces) {
    to.addDetailPlace(entity, text(label), token, urlOf({ page, clusterId: last }), { priority })
  }
  for (const { entity, label, opens, id } of listButtons) {
    to.addMenuPlaceActionButton(entity, text(label), {
      id,
      isEnabled: selected => selected.length === 1,
      onClick: ([selected]) => openView(to, opens, selected),
    })
  }
}

function openView(to: PluginApi, view: View, about: Entity | undefined): void {
  const [place] = extensions.menuPlaces
  if (place === undefined || about === undefined) return
  to.setPlaceContentUrl(place.token, urlOf({ page: place.page, view, clusterId: about.id }))
  to.revealPlace(place.token)
}

type Texts = (id: MessageId) => string
