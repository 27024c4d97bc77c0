import { type KnobName, knobNames } from '../../../shared/plan/knob-decision.ts'

/** MOM’s controllers by their names in mom.conf, and ours for what a policy may only ask for. */
export const controllerNames = ['Balloon', 'KSM', 'CpuTune', 'IoTune', 'Requests'] as const
export type ControllerName = (typeof controllerNames)[number]

const knobByController: Readonly<Record<ControllerName, KnobName>> = {
  Balloon: 'balloon',
  KSM: 'ksm',
  CpuTune: 'cpu',
  IoTune: 'io',
  Requests: 'request',
}

/** What they move, each once, in our order and not that in which they are named. */
export function knobsOf(controllers: readonly ControllerName[]): KnobName[] {
  const moved = new Set(controllers.map(name => knobByController[name]))
  return knobNames.filter(knob => moved.has(knob))
}

/** The controls that each reads; any other name that a policy sets does nothing. IoTune is set through the disks themselves. */
export const controlsOf: Readonly<Record<ControllerName, readonly string[]>> = {
  Balloon: ['balloon_target'],
  KSM: ['ksm_run', 'ksm_pages_to_scan', 'ksm_sleep_millisecs', 'ksm_merge_across_nodes'],
  CpuTune: ['vcpu_quota', 'vcpu_period'],
  IoTune: [],
  Requests: ['power_request', 'migrate_request'],
}

export const allControls: readonly string[] = Object.values(controlsOf).flat()
