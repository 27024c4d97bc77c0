import type { Delivery } from '../../../shared/plan/delivery.ts'
import { MEASURED_AFTER_MINUTES } from '../../../shared/plan/measured-after.ts'
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

const afterEach = (what: string): string[] => MEASURED_AFTER_MINUTES.map(minutes => `${what} after ${minutes} min`)

export const deliveryColumns = [
  'run',
  'cluster',
  'asked for by',
  'ended',
  ...afterEach('delivered share'),
  'host',
  'memory % before',
  'memory % promised',
  ...afterEach('memory %'),
  'cpu % before',
  'cpu % promised',
  ...afterEach('cpu %'),
]

/** One row for each host. */
export const deliveryRows = (deliveries: readonly Delivery[]): Cell[][] =>
  deliveries.flatMap(({ runId, cluster, unitId, endedAtMs, promised, measured }) => {
    const looks = MEASURED_AFTER_MINUTES.map(minutes => measured.find(one => one.afterMinutes === minutes))
    return promised.map(one => {
      const came = looks.map(look => look?.hosts.find(({ host }) => host.id === one.host.id))
      return [
        runId,
        cluster.name,
        unitId,
        isoOf(endedAtMs),
        ...looks.map(look => look?.share),
        one.host.name,
        one.memoryBeforePercent,
        one.memoryPromisedPercent,
        ...came.map(host => host?.memoryPercent),
        one.cpuBeforePercent,
        one.cpuPromisedPercent,
        ...came.map(host => host?.cpuPercent),
      ]
    })
  })

export const auditColumns = ['time', 'who', 'action', 'what', 'cluster', 'subject', 'address', 'request']

export const isoOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString()
