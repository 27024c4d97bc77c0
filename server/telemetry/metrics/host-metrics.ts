import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { REQUEST_SECONDS, seconds } from './buckets.ts'
import { stateGauge, type TakeCounts } from './state-gauge.ts'

/** Hosts that are asked themselves, and what is tuned there. */
export type HostMetrics = Readonly<{
  /** `outcome`: ok, or the code of the problem. */
  hostSampled(sample: Readonly<{ outcome: string; durationMs: number }>): void
  hostSampleSkipped(): void
  /** When the oldest reading of a host that should be read was taken; undefined: there is none. */
  oldestHostReading(read: () => number | undefined): void
  countHosts: TakeCounts
  /** One round of policy and balancers on one host. `outcome`: that of the policy where one was asked. */
  tuningRound(round: Readonly<{ outcome: 'ok' | 'failed' | 'not-ready'; durationMs: number }>): void
  /** One wanted change of a knob: which, by whom, and what became of it. */
  knobChange(change: Readonly<{ knob: string; by: string; outcome: string }>): void
}>

/** `now` in ms dates the readings. */
export function hostMetrics(registry: Registry, now: () => number): HostMetrics {
  const registers = [registry]
  const samples = new Histogram({
    name: 'ovirt_scheduler_host_sample_duration_seconds',
    help: 'Time to read a host and its VMs, by outcome: ok, or the code of the problem',
    labelNames: ['outcome'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const skipped = new Counter({
    name: 'ovirt_scheduler_host_samples_skipped_total',
    help: 'Turns of hosts that had not answered the time before',
    registers,
  })
  const rounds = new Histogram({
    name: 'ovirt_scheduler_tuning_round_duration_seconds',
    help: 'Time that one round of host policy and balancers took on one host, the changes included',
    labelNames: ['outcome'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const changes = new Counter({
    name: 'ovirt_scheduler_knob_changes_total',
    help: 'Changes of hosts and their VMs that were wanted, by knob, by who wanted them, and by what became of them',
    labelNames: ['knob', 'by', 'outcome'] as const,
    registers,
  })
  let readOldest: () => number | undefined = () => undefined
  new Gauge({
    name: 'ovirt_scheduler_host_reading_age_seconds',
    help: 'Age of the oldest reading among the hosts that are connected to or should be; absent: none has been read',
    registers,
    collect() {
      const oldestAtMs = readOldest()
      if (oldestAtMs === undefined) this.remove()
      else this.set(seconds(now() - oldestAtMs))
    },
  })
  return {
    hostSampled: ({ outcome, durationMs }) => samples.observe({ outcome }, seconds(durationMs)),
    hostSampleSkipped: () => skipped.inc(),
    oldestHostReading(read) {
      readOldest = read
    },
    countHosts: stateGauge(
      registry,
      'ovirt_scheduler_hosts',
      'Hosts by cluster and by how they are connected to us themselves',
    ),
    tuningRound: ({ outcome, durationMs }) => rounds.observe({ outcome }, seconds(durationMs)),
    knobChange: ({ knob, by, outcome }) => changes.inc({ knob, by, outcome }),
  }
}
