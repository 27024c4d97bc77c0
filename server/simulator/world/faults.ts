import type { WorldFaults } from './world.ts'

/** Which VM and host something is about; undefined: any. */
type Target = { vmId: string | undefined; hostId: string | undefined; message: string }

/** Faults that tests and demonstrations asked for. */
export type FaultPlan = {
  migrationsToFail: number
  refusals: Target[]
  /** Filters that only this engine knows. */
  rules: (Target & { name: string })[]
}

export const noFaults = (): FaultPlan => ({ migrationsToFail: 0, refusals: [], rules: [] })

export const worldFaults = (plan: FaultPlan): WorldFaults => ({
  failNextMigrations(count) {
    plan.migrationsToFail = count
  },
  refuseMigrations({ vmId, hostId }, message) {
    plan.refusals.push({ vmId, hostId, message })
  },
  addRule({ name, vmId, hostId }, message) {
    plan.rules.push({ name, vmId, hostId, message })
  },
  clear() {
    plan.migrationsToFail = 0
    plan.refusals.length = 0
    plan.rules.length = 0
  },
})

/** The text with which a migration was to be refused. A rule without VM and host refuses all. */
export const plannedRefusal = (plan: FaultPlan, vmId: string, hostId: string | undefined): string | undefined =>
  plan.refusals.find(
    refusal =>
      (refusal.vmId === undefined || refusal.vmId === vmId) &&
      (refusal.hostId === undefined || refusal.hostId === hostId),
  )?.message
