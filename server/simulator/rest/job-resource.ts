import type { Wire } from '../wire/types.ts'
import type { SimJob, SimStep } from '../world/state.ts'
import type { Context } from './context.ts'
import { defineResource, required } from './resource.ts'

export const jobs = defineResource<SimJob>({
  rel: 'jobs',
  type: 'job',
  items: ({ world }) => world.state.jobs.values(),
  find: ({ world }, id) => world.state.jobs.get(id),
  visible: ({ user }, job) => job.ownerId === user.id,
  toWire: jobToWire,
  relations: {
    steps: {
      rel: 'steps',
      type: 'step',
      member: 'steps',
      list: (context, id) => {
        const job = required(context.world.state.jobs.get(id))
        return job.steps.map(step => stepToWire(context, job, step))
      },
    },
  },
})

export function jobToWire({ base }: Context, job: SimJob): Wire<'job'> {
  return {
    id: job.id,
    href: `${base}/jobs/${job.id}`,
    description: job.description,
    link: ['steps'],
    actions: ['clear', 'end'],
    auto_cleared: job.autoCleared,
    end_time: job.endedAtMs,
    external: job.external,
    last_updated: job.updatedAtMs,
    start_time: job.startedAtMs,
    status: job.status,
    owner: job.ownerId === undefined ? undefined : { id: job.ownerId, href: `${base}/users/${job.ownerId}` },
  }
}

export function stepToWire({ base }: Context, job: SimJob, step: SimStep): Wire<'step'> {
  const href = `${base}/jobs/${job.id}`
  return {
    id: step.id,
    href: `${href}/steps/${step.id}`,
    description: step.description,
    actions: ['end'],
    end_time: step.endedAtMs,
    external: job.external,
    number: job.steps.indexOf(step),
    start_time: step.startedAtMs,
    status: step.status,
    type: step.type,
    job: { id: job.id, href },
    parent_step:
      step.parentId === undefined ? undefined : { id: step.parentId, href: `${href}/steps/${step.parentId}` },
  }
}
