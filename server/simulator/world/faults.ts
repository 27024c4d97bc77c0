import type { WorldFaults } from './world.ts'

/** Faults that tests and demonstrations asked for. */
export type FaultPlan = {
  migrationsToFail: number
  refusals: { vmId: string | undefined; hostId: string | undefined; message: string }[]
}

export const noFaults = (): FaultPlan => ({ migrationsToFail: 0, refusals: [] })

export const worldFaults = (plan: FaultPlan): WorldFaults => ({
  failNextMigrations(count) {
    plan.migrationsToFail = count
  },
  refuseMigrations({ vmId, hostId }, message) {
    plan.refusals.push({ vmId, hostId, message })
  },
  clear() {
    plan.migrationsToFail = 0
    plan.refusals.length = 0
  },
})

/** The text with which a migration was to be refused. A rule without VM and host refuses all. */
export const plannedRefusal = (plan: FaultPlan, vmId: string, hostId: string | undefined): string | undefined =>
  plan.refusals.find(
    refusal =>
      (refusal.vmId === undefined || refusal.vmId === vmId) &&
      (refusal.hostId === undefined || refusal.hostId === hostId),
  )?.message
