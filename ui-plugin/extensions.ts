import type { MessageId } from './messages/english.ts'
import type { PageName, View } from './portal/page-address.ts'

export type MenuPlace = Readonly<{
  token: string
  label: MessageId
  page: PageName
  /** Position in the left menu. */
  priority: number
  icon: string
}>

export type DetailPlace = Readonly<{
  entity: 'Cluster' | 'Host' | 'VirtualMachine'
  token: string
  label: MessageId
  page: PageName
  /** Sorts among the built-in tabs, which are 0, 1, 2 … */
  priority: number
}>

export type ListButton = Readonly<{
  entity: 'Cluster' | 'Host' | 'VirtualMachine'
  id: string
  label: MessageId
  /** Opens this part of our own place, about the selected entity. */
  opens: View
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
      token: 'ovirt-scheduler',
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
  ],
  listButtons: [
    { entity: 'Cluster', id: 'Recommendations', label: 'button.recommendations', opens: 'recommendations' },
  ],
}
