import { type ComponentType, lazy } from 'react'
import type { View } from '../../portal/page-address.ts'
import type { ViewProps } from './view-props.ts'

/**
 * Each comes when it is opened, since all of them together are more than a page should weigh. The overview has a name, since
 * it is what the first screen loads and the build weighs.
 */
export const viewBodies: Readonly<Record<View, ComponentType<ViewProps>>> = {
  overview: lazy(async () => {
    const { OverviewView } = await import(/* webpackChunkName: "overview" */ '../overview/overview-view.tsx')
    return { default: OverviewView }
  }),
  recommendations: lazy(async () => ({
    default: (await import('../recommendations/recommendations-view.tsx')).RecommendationsView,
  })),
  units: lazy(async () => ({ default: (await import('../units/units-view.tsx')).UnitsView })),
  automation: lazy(async () => ({ default: (await import('../automation/automation-view.tsx')).AutomationView })),
  history: lazy(async () => ({ default: (await import('../history/history-view.tsx')).HistoryView })),
  hosts: lazy(async () => ({ default: (await import('../hosts/hosts-view.tsx')).HostsView })),
}
