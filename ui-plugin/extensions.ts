import type { FirstMessageId } from './messages/english.ts'
import { SCHEDULER_PLACE } from './portal/open-view.ts'
import type { PageName, View } from './portal/page-address.ts'

/** What has lists and details in the portal to which we add something. */
export type EntityType = 'Cluster' | 'Host' | 'VirtualMachine'

export type MenuPlace = Readonly<{
  token: string
  label: FirstMessageId
  page: PageName
  /** Position in the left menu. */
  priority: number
  icon: string
}>

export type DetailPlace = Readonly<{
  entity: EntityType
  token: string
  label: FirstMessageId
  page: PageName
  /** Sorts among the built-in tabs, which are 0, 1, 2 … */
  priority: number
}>

export type ListButton = Readonly<{
  entity: EntityType
  id: string
  label: FirstMessageId
  /** A part of our own place, about the selected cluster; or our tab of the selected entity. */
  opens: View | 'tab'
  /** What the tab is to do as soon as it is open. */
  wish?: 'evacuation'
}>

export type Extensions = Readonly<{
  menuPlaces: readonly MenuPlace[]
  detailPlaces: readonly DetailPlace[]
  listButtons: readonly ListButton[]
}>

/** All that we add to the portal. */
export const extensions: Extensions = {
  menuPlaces: [
    // After compute, network and storage. The portal makes every added menu place its landing page; nothing changes that.
    {
      token: SCHEDULER_PLACE,
      label: 'place.scheduler',
      page: 'scheduler',
      priority: 3,
      icon: 'fa-balance-scale',
    },
  ],
  detailPlaces: [
    {
      entity: 'Cluster',
      token: 'ovirt-scheduler-cluster',
      label: 'place.scheduling',
      page: 'cluster-scheduling',
      priority: 1,
    },
    { entity: 'Host', token: 'ovirt-scheduler-host', label: 'place.scheduling', page: 'host-why', priority: 1 },
    { entity: 'VirtualMachine', token: 'ovirt-scheduler-vm', label: 'place.scheduling', page: 'vm-why', priority: 1 },
  ],
  listButtons: [
    { entity: 'Cluster', id: 'Recommendations', label: 'button.recommendations', opens: 'recommendations' },
    { entity: 'Host', id: 'PlanEvacuation', label: 'button.evacuate', opens: 'tab', wish: 'evacuation' },
    // Both are answered by the same tab, but who looks for one does not look for the other's name.
    { entity: 'VirtualMachine', id: 'RecommendPlacement', label: 'button.placement', opens: 'tab' },
    { entity: 'VirtualMachine', id: 'Why', label: 'button.why', opens: 'tab' },
  ],
}
