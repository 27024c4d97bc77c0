import type { Named } from '../../shared/plan/named.ts'
import type { PlanHost, PlanInput, PlanVm } from '../planner/objective/plan-input.ts'

/** The planner knows VMs and hosts by their places; these are what stands there. */
export const vmAt = ({ vms }: Pick<PlanInput, 'vms'>, at: number): PlanVm => vms[at] as PlanVm
export const hostAt = ({ hosts }: Pick<PlanInput, 'hosts'>, at: number): PlanHost => hosts[at] as PlanHost
export const nameOf = ({ id, name }: Named): Named => ({ id, name })
