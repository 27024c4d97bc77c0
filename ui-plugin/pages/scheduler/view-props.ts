import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { View } from '../../portal/page-address.ts'
import type { RowActions } from '../recommendations/row-state.tsx'
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
