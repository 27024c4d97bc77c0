/** What is done automatically, for the tests of the pages. */
import type { AutomationReply, ClusterAutomationView } from '../../../shared/api/plans.ts'

/** Default as configured: a person approves. */
export const aClusterAutomation = (over: Partial<ClusterAutomationView> = {}): ClusterAutomationView => ({
  cluster: { id: 'c1', name: 'Default' },
  mode: 'approve',
  objective: 'none',
  level: 3,
  windows: [],
  perHour: 10,
  perDay: 100,
  mayEdit: true,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})

/** Of Default alone; nothing is held up. */
export const anAutomationReply = (over: Partial<AutomationReply> = {}): AutomationReply => ({
  state: { freezes: [] },
  clusters: [aClusterAutomation()],
  excludeTag: '',
  trust: [],
  mayStop: true,
  permissionNeeded: 'migrate_vm',
  ...over,
})
