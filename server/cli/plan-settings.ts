import type { Config, SettingName } from '../config/settings.ts'
import { defaultPlanOptions, type PlanOptions } from '../planner/objective/plan-input.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'

/** What of the configuration a plan is made by. */
export const planSettings = [
  'migrations.bandwidth',
  'migrations.perHost',
  'migrations.total',
  'planner.seconds',
  'planner.mostMoves',
  'planner.horizon',
  'planner.hostsInReserve',
  'planner.memoryWeight',
  'planner.cpuWeight',
  'planner.contentionWeight',
  'planner.memoryLimit',
  'planner.cpuLimit',
  'scheduling.unknownFacts',
] as const satisfies readonly SettingName[]

export type PlanSettings = Readonly<{
  options: PlanOptions
  hostsInReserve: number
  limits: Readonly<{ total: number; perHost: number }>
  onUnknown: OnUnknown
}>

export const planSettingsOf = (config: Pick<Config, (typeof planSettings)[number]>): PlanSettings => ({
  options: {
    ...defaultPlanOptions,
    weights: {
      memory: config['planner.memoryWeight'] / 100,
      cpu: config['planner.cpuWeight'] / 100,
      contention: config['planner.contentionWeight'] / 100,
    },
    bounds: { memoryPercent: config['planner.memoryLimit'], cpuPercent: config['planner.cpuLimit'] },
    horizonS: config['planner.horizon'] * 60,
    mostMoves: config['planner.mostMoves'],
  },
  hostsInReserve: config['planner.hostsInReserve'],
  limits: { total: config['migrations.total'], perHost: config['migrations.perHost'] },
  onUnknown: config['scheduling.unknownFacts'],
})
