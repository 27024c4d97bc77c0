import { advanceMigrations } from './advance-migrations.ts'
import { forgetOldEvents } from './events.ts'
import { advanceHosts, drainHosts } from './host-maintenance.ts'
import { forgetOldJobs } from './jobs.ts'
import { type Model, POLL_MS, STEP_MS } from './model.ts'
import { poll } from './poll.ts'
import { advanceVms } from './run-vm.ts'

/** Moves time on. Throws RangeError for anything but a finite, non-negative number of milliseconds. */
export function advance(model: Model, simulatedMs: number): void {
  if (!Number.isFinite(simulatedMs) || simulatedMs < 0) throw new RangeError(`cannot advance by ${simulatedMs} ms`)
  const targetMs = model.nowMs + simulatedMs
  while (model.nextStepMs <= targetMs) {
    model.nowMs = model.nextStepMs
    model.nextStepMs += STEP_MS
    step(model)
  }
  model.nowMs = targetMs
}

function step(model: Model): void {
  advanceVms(model)
  advanceMigrations(model)
  advanceHosts(model)
  if (model.nowMs >= model.nextPollMs) {
    model.nextPollMs += POLL_MS
    poll(model)
    model.onPolled()
    drainHosts(model)
    forgetOldJobs(model)
    forgetOldEvents(model)
  }
  if (model.nowMs >= model.nextBalancingMs) {
    model.nextBalancingMs += model.state.config.balancingIntervalMs
    if (model.state.config.balancingEnabled) model.onBalancingDue()
  }
}
