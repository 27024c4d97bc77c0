/** Where the REST API lives; below it the paths are relative. The portal and the service share this list. */
export const apiBase = '/ovirt-scheduler/api/v1'

export const apiPaths = {
  health: '/health',
  version: '/version',
  openapi: '/openapi.json',
  session: '/session',
  events: '/events',
  units: '/policy-units',
  reloadUnit: '/policy-units/:id/reload',
  schedulers: '/schedulers',
  clusters: '/clusters',
  cluster: '/clusters/:id',
  clusterPolicy: '/clusters/:id/policy',
  previewPolicy: '/clusters/:id/policy/preview',
  engineBalance: '/clusters/:id/engine-balance',
  placement: '/vms/:id/placement',
  selection: '/vms/:id/selection',
  whyNot: '/vms/:id/why-not',
  whyNotMoved: '/vms/:id/why-not-moved',
  recommendations: '/recommendations',
  recommendation: '/recommendations/:id',
  apply: '/recommendations/:id/apply',
  dismiss: '/recommendations/:id/dismiss',
  snooze: '/recommendations/:id/snooze',
  wake: '/recommendations/:id/wake',
  applySeveral: '/recommendations/apply',
  dismissSeveral: '/recommendations/dismiss',
  runs: '/runs',
  run: '/runs/:id',
  cancelRun: '/runs/:id/cancel',
  undoRun: '/runs/:id/undo',
  clusterHealth: '/clusters/:id/health',
  plan: '/clusters/:id/plans',
  restore: '/clusters/:id/restore',
  automation: '/automation',
  stop: '/automation/stop',
  resume: '/automation/resume',
  thaw: '/clusters/:id/thaw',
  clusterAutomation: '/clusters/:id/automation',
  deliveries: '/deliveries',
  history: '/history',
} as const

/** Fills the `:id` of a path. */
export const pathTo = (path: (typeof apiPaths)[keyof typeof apiPaths], id: string): string =>
  path.replace(':id', encodeURIComponent(id))
