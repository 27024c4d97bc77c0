import { type Model, newId } from './model.ts'
import type { SimJob } from './state.ts'
import type { Actor } from './world.ts'

/** A job of the engine itself, already validated and now executing. */
export function startJob(model: Model, description: string, { userId, correlationId }: Actor): SimJob {
  const atMs = model.nowMs
  const step = (type: 'validating' | 'executing', ended: boolean) => ({
    id: newId(model, 'step'),
    type,
    description: type === 'validating' ? 'Validating' : 'Executing',
    status: ended ? ('finished' as const) : ('started' as const),
    startedAtMs: atMs,
    endedAtMs: ended ? atMs : undefined,
    parentId: undefined,
  })
  const job: SimJob = {
    id: newId(model, 'job'),
    description,
    status: 'started',
    external: false,
    autoCleared: true,
    ownerId: userId,
    correlationId,
    startedAtMs: atMs,
    updatedAtMs: atMs,
    endedAtMs: undefined,
    steps: [step('validating', true), step('executing', false)],
  }
  model.state.jobs.set(job.id, job)
  return job
}

/** Ends a job and the steps that still run. A job that was cleared meanwhile is no error. */
export function endJob(model: Model, jobId: string, status: 'finished' | 'failed' | 'aborted'): void {
  const job = model.state.jobs.get(jobId)
  if (job === undefined) return
  const atMs = model.nowMs
  for (const step of job.steps) {
    if (step.endedAtMs !== undefined) continue
    step.status = status
    step.endedAtMs = atMs
  }
  Object.assign(job, { status, updatedAtMs: atMs, endedAtMs: atMs })
}

const KEPT_MS = { finished: 10 * 60_000, failed: 60 * 60_000 }

/** The engine forgets jobs ten minutes after success and an hour after failure. */
export function forgetOldJobs({ state: { jobs }, nowMs }: Model): void {
  for (const job of jobs.values()) {
    if (!job.autoCleared || job.endedAtMs === undefined) continue
    if (nowMs - job.endedAtMs > (job.status === 'finished' ? KEPT_MS.finished : KEPT_MS.failed)) jobs.delete(job.id)
  }
}
