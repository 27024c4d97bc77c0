import type { Delivery } from '../../../shared/plan/delivery.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Cell } from './csv-of.ts'

/** Columns of exports are for programs too: they are the same in every language. */
export const runColumns = [
  'run',
  'cluster',
  'applied by',
  'state',
  'created',
  'ended',
  'step',
  'vm',
  'from',
  'to',
  'step state',
  'step started',
  'step ended',
  'problem',
]

/** One row for each step. */
export const runRows = (runs: readonly Run[]): Cell[][] =>
  runs.flatMap(run =>
    run.steps.map(step => [
      run.id,
      run.cluster.name,
      run.requestedBy.name,
      run.state,
      isoOf(run.createdAtMs),
      isoOf(run.endedAtMs),
      step.index + 1,
      step.vm.name,
      step.from.name,
      step.to.name,
      step.state,
      isoOf(step.startedAtMs),
      isoOf(step.endedAtMs),
      step.problem?.text,
    ]),
  )

export const deliveryColumns = [
  'run',
  'cluster',
  'asked for by',
  'ended',
  'delivered share after 15 min',
  'delivered share after 60 min',
  'host',
  'memory % before',
  'memory % promised',
  'memory % after 15 min',
  'memory % after 60 min',
  'cpu % before',
  'cpu % promised',
  'cpu % after 15 min',
  'cpu % after 60 min',
]

/** One row for each host. */
export const deliveryRows = (deliveries: readonly Delivery[]): Cell[][] =>
  deliveries.flatMap(({ runId, cluster, unitId, endedAtMs, promised, measured }) => {
    const [after15, after60] = [15, 60].map(minutes => measured.find(one => one.afterMinutes === minutes))
    return promised.map(one => {
      const [at15, at60] = [after15, after60].map(look => look?.hosts.find(({ host }) => host.id === one.host.id))
      return [
        runId,
        cluster.name,
        unitId,
        isoOf(endedAtMs),
        after15?.share,
        after60?.share,
        one.host.name,
        one.memoryBeforePercent,
        one.memoryPromisedPercent,
        at15?.memoryPercent,
        at60?.memoryPercent,
        one.cpuBeforePercent,
        one.cpuPromisedPercent,
        at15?.cpuPercent,
        at60?.cpuPercent,
      ]
    })
  })

export const auditColumns = ['time', 'who', 'action', 'what', 'cluster', 'subject']

export const isoOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString()
