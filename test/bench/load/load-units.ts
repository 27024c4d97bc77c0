export const LOAD_FILTER = 'load_filter'
export const LOAD_SCORE = 'load_score'
/** Comes with the service. */
export const LOAD_BALANCER = 'host_memory_balance'

/** A site's plugin with a filter and a score that look at every host of a question. */
export const loadPlugin = `
import { accept, defineUnit, reject, score } from 'ovirt-scheduler/sdk'

export const filter = defineUnit({
  id: '${LOAD_FILTER}',
  description: 'Keeps hosts that have free memory',
  parameters: {},
  filter: (_vm, { statistics }) => ((statistics.memoryFreeMiB ?? 0) > 0 ? accept : reject('full')),
})

export const points = defineUnit({
  id: '${LOAD_SCORE}',
  description: 'Prefers hosts with idle CPUs',
  parameters: {},
  score: (_vm, { statistics }) => score(100 - (statistics.cpuPercent ?? 100), 'idle CPU'),
})
`
