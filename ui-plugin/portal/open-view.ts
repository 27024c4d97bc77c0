import { urlOf, type View } from './page-address.ts'
import type { PluginApi } from './plugin-api.ts'

/** The token of our own place in the portal's menu. */
export const SCHEDULER_PLACE = 'ovirt-scheduler'

/** Goes to a part of our own place, about a cluster. */
export function openView(api: PluginApi, view: View, clusterId: string): void {
  api.setPlaceContentUrl(SCHEDULER_PLACE, urlOf({ page: 'scheduler', view, clusterId }))
  api.revealPlace(SCHEDULER_PLACE)
}
