/** The hidden frame: says what we add to the portal and passes the selection on to our pages. */
import { type EntityType, type Extensions, extensions, type ListButton } from './extensions.ts'
import { english, type FirstMessageId } from './messages/english.ts'
import { loadMessages } from './messages/load-messages.ts'
import { pluginApiOf } from './portal/connect-portal.ts'
import { leaveWish } from './portal/evacuation-wish.ts'
import { openView } from './portal/open-view.ts'
import { type PageName, type Subject, urlOf } from './portal/page-address.ts'
import type { Entity, PluginApi } from './portal/plugin-api.ts'
import { startPlugin } from './portal/start-plugin.ts'

const subjectOf: Readonly<Record<EntityType, Subject>> = { Cluster: 'cluster', Host: 'host', VirtualMachine: 'vm' }

/** Survives a reload of the portal, which forgets its selection but opens the same tab again. */
const lastKey = (entity: EntityType) => `ovirt-scheduler.${subjectOf[entity]}`

const tabUrl = (page: PageName, entity: EntityType, id: string | undefined) =>
  urlOf({ page, [`${subjectOf[entity]}Id`]: id })

const api = pluginApiOf(window.top)
void startPlugin(api, loadMessages(api.currentLocale()), loaded => ({
  UiInit: () => addExtensions(api, extensions, id => loaded()?.messages[id] ?? english[id]),
  ClusterSelectionChange: ([cluster]) => showInTabs('Cluster', cluster),
  HostSelectionChange: ([host]) => showInTabs('Host', host),
  VirtualMachineSelectionChange: ([vm]) => showInTabs('VirtualMachine', vm),
}))

function showInTabs(entity: EntityType, selected: Entity | undefined): void {
  if (selected === undefined) return // leaving the list deselects, but the open tab stays about its subject
  sessionStorage.setItem(lastKey(entity), selected.id)
  for (const { token, page } of tabsOf(entity)) api.setPlaceContentUrl(token, tabUrl(page, entity, selected.id))
}

const tabsOf = (wanted: EntityType) => extensions.detailPlaces.filter(({ entity }) => entity === wanted)

function addExtensions(to: PluginApi, { menuPlaces, detailPlaces, listButtons }: Extensions, text: Texts): void {
  for (const { label, token, page, priority, icon } of menuPlaces) {
    to.addPrimaryMenuPlace(text(label), token, urlOf({ page }), { priority, icon })
  }
  for (const { entity, label, token, page, priority } of detailPlaces) {
    const last = sessionStorage.getItem(lastKey(entity)) ?? undefined
    to.addDetailPlace(entity, text(label), token, tabUrl(page, entity, last), { priority })
  }
  for (const button of listButtons) {
    to.addMenuPlaceActionButton(button.entity, text(button.label), {
      id: button.id,
      isEnabled: selected => selected.length === 1,
      onClick: ([selected]) => open(button, selected),
    })
  }
}

/** A tab is told its subject here too: the button may be quicker than the news of the selection. */
function open({ entity, opens, wish }: ListButton, selected: Entity | undefined): void {
  if (selected === undefined) return
  if (opens !== 'tab') {
    openView(api, opens, selected.id)
    return
  }
  if (wish === 'evacuation') leaveWish(selected.id)
  showInTabs(entity, selected)
  for (const { token } of tabsOf(entity)) api.revealPlace(token)
}

type Texts = (id: FirstMessageId) => string
