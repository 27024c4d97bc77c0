import { type ComponentType, lazy } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { View } from '../../portal/page-address.ts'
import { RecommendationsView } from '../recommendations/recommendations-view.tsx'
import type { RowActions } from '../recommendations/row-state.tsx'
import { UnitsView } from '../units/units-view.tsx'
import type { SchedulerData } from './use-scheduler-data.ts'

/** What every part of the page is given. */
export type ViewProps = Readonly<{
  data: SchedulerData
  /** The one that is looked at; undefined: not known yet, or there is none. */
  cluster: ClusterSummary | undefined
  onChooseCluster: (id: string) => void
  actions: RowActions
  /** The recommendation whose details are open. */
  chosenId: string | undefined
  onShow: (view: View) => void
}>

/** Two come with the page; the others when they are opened, since all of them together are more than a page should weigh. */
export const viewBodies: Readonly<Record<View, ComponentType<ViewProps>>> = {
  overview: lazy(async () => ({ default: (await import('../overview/overview-view.tsx')).OverviewView })),
  recommendations: RecommendationsView,
  units: UnitsView,
  automation: lazy(async () => ({ default: (await import('../automation/automation-view.tsx')).AutomationView })),
  history: lazy(async () => ({ default: (await import('../history/history-view.tsx')).HistoryView })),
  hosts: lazy(async () => ({ default: (await import('../hosts/hosts-view.tsx')).HostsView })),
}
