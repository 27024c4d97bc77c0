import type { Named } from '../../shared/plan/named.ts'
import type { Step } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { MigrationTrace, VmNow } from './ports.ts'

export type Deadlines = Readonly<{
  /** A step that may not start by then is skipped. */
  waitingMs: number
  /** How long a request may be under way unseen. Must exceed the deadline of one call to the engine. */
  settleMs: number
  /** How long an accepted migration may take to show in the VM's status. */
  startMs: number
  /** After this we stop watching, whatever the VM does. */
  runningMs: number
}>

/** What a look at the VM and at the engine's events says about a step. `wait`: nothing yet; look again. */
export type Finding = Readonly<
  | { is: 'running'; progressPercent: number }
  | { is: 'done' }
  | { is: 'failed'; problem: Reason }
  | { is: 'not-started' }
  | { is: 'wait' }
>

const placed: ReadonlySet<VmNow['status']> = new Set(['up', 'powering_up', 'reboot_in_progress', 'paused'])
const stopped: ReadonlySet<VmNow['status']> = new Set(['down', 'suspended', 'image_locked', 'powering_down'])

/**
 * Where the VM is decides; the events only explain. Everything here was found by looking, so the answer is the same after
 * a crash of ours, a restart of the engine, or a reply that got lost.
 */
export function judgeStep(
  step: Step,
  vm: VmNow | undefined,
  trace: MigrationTrace,
  deadlines: Deadlines,
  nowMs: number,
): Finding {
  const { state, startedAtMs = nowMs } = step
  const ageMs = nowMs - startedAtMs
  if (vm === undefined) return failed('vm-gone', `The engine no longer knows ${step.vm.name}.`, step)
  const late = ageMs >= deadlines.runningMs
  if (vm.status === 'migrating') {
    if (late) return failed('too-slow', `${step.vm.name} still migrates after ${hours(ageMs)}; we stop watching.`, step)
    return { is: 'running', progressPercent: Math.max(step.progressPercent, vm.migrationPercent ?? 0) }
  }
  if (stopped.has(vm.status)) return failed('vm-stopped', `${step.vm.name} is ${vm.status} and no longer runs.`, step)
  if (!placed.has(vm.status)) {
    const text = `${step.vm.name} is ${vm.status ?? 'in an unknown state'} since ${hours(ageMs)}; we stop watching.`
    return late ? failed('not-known', text, step) : { is: 'wait' }
  }
  if (vm.hostId === step.to.id) return { is: 'done' }
  if (vm.hostId !== step.from.id) return failed('vm-elsewhere', `${step.vm.name} ended on another host.`, step)
  if (trace.failed) return failed('migration-failed', trace.message ?? `The migration of ${step.vm.name} failed.`, step)
  if (trace.started || state === 'running') return ageMs < deadlines.startMs ? { is: 'wait' } : stayedWhereItWas(step)
  return ageMs < deadlines.settleMs ? { is: 'wait' } : { is: 'not-started' }
}

const stayedWhereItWas = (step: Step): Finding =>
  failed('not-moved', `The migration of ${step.vm.name} ended, and it still runs on ${step.from.name}.`, step)

const failed = (
  code: string,
  text: string,
  { vm, from, to }: Readonly<Record<'vm' | 'from' | 'to', Named>>,
): Finding => ({
  is: 'failed',
  problem: reason(code, text, { vm: vm.name, from: from.name, to: to.name }),
})

const hours = (ms: number): string => `${Math.round(ms / 360_000) / 10} h`
