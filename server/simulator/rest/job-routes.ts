import { Router } from 'express'
import type { SimJob, SimJobStatus } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { action } from './action-route.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { jobToWire, stepToWire } from './job-resource.ts'
import { sendCreated } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

/** External jobs: how another program shows its long work in the engine's task list. */
export function jobRoutes(): Router {
  const router = Router()

  router.post('/jobs', (req, res) => {
    const context = external(contextOf(req))
    const { description, auto_cleared: autoCleared = false } = readBody(req, 'job')
    if (description === undefined) throw incomplete('Job', 'description', 'add')
    const now = context.world.now()
    const job: SimJob = {
      id: context.world.newId('job'),
      description,
      status: 'started',
      external: true,
      autoCleared,
      ownerId: context.user.id,
      correlationId: context.correlationId,
      startedAtMs: now,
      updatedAtMs: now,
      endedAtMs: undefined,
      steps: [],
    }
    context.world.edit(state => state.jobs.set(job.id, job))
    sendCreated(req, res, 'job', jobToWire(context, job))
  })

  router.post('/jobs/:id/steps', (req, res) => {
    const context = external(contextOf(req))
    const job = findExternal(context, param(req, 'id'))
    const { type, description = '', parent_step: parent } = readBody(req, 'step')
    if (type === undefined) throw incomplete('Step', 'type', 'add')
    const step = {
      id: context.world.newId('step'),
      type,
      description,
      status: 'started' as const,
      startedAtMs: context.world.now(),
      endedAtMs: undefined,
      parentId: parent?.id,
    }
    context.world.edit(() => {
      job.steps.push(step)
      job.updatedAtMs = step.startedAtMs
    })
    sendCreated(req, res, 'step', stepToWire(context, job, step))
  })

  router.post('/jobs/:id/steps/:stepId/end', (req, res, next) => {
    const stepId = param(req, 'stepId')
    return action((context, jobId, { succeeded = true }) => {
      const job = findExternal(external(context), jobId)
      const step = required(job.steps.find(({ id }) => id === stepId))
      const endedAtMs = context.world.now()
      context.world.edit(() => {
        Object.assign(step, { status: outcome(succeeded), endedAtMs })
        job.updatedAtMs = endedAtMs
      })
      return undefined
    })(req, res, next)
  })

  router.post(
    '/jobs/:id/end',
    action((context, id, { succeeded = true, force = false }) => {
      endJob(context, findExternal(external(context), id), succeeded, force)
      return undefined
    }),
  )
  router.post(
    '/jobs/:id/clear',
    action((context, id) => {
      const job = findExternal(external(context), id)
      context.world.edit(state => state.jobs.delete(job.id))
      return undefined
    }),
  )
  return router
}

const outcome = (succeeded: boolean): SimJobStatus => (succeeded ? 'finished' : 'failed')

/** With `force` the steps still open are aborted and the job clears itself; without it they stay open. */
function endJob({ world }: Context, job: SimJob, succeeded: boolean, force: boolean): void {
  const endedAtMs = world.now()
  world.edit(() => {
    Object.assign(job, { status: outcome(succeeded), endedAtMs, updatedAtMs: endedAtMs })
    if (!force) return
    job.autoCleared = true
    for (const step of job.steps) if (step.status === 'started') Object.assign(step, { status: 'aborted', endedAtMs })
  })
}

function external(context: Context): Context {
  requirePermit(context, 'inject_external_tasks', { type: 'system' })
  return context
}

function findExternal(context: Context, id: string): SimJob {
  const job = required(context.world.state.jobs.get(id))
  if (!job.external) throw new EngineFault('invalid', ['The job is not an external one.'])
  return job
}
