import { expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { traceFor, within } from '../telemetry/trace.ts'
import { createTellEngine } from './tell-engine.ts'

function listening(fails = false) {
  const said: string[] = []
  const logged: string[] = []
  const ids: string[] = []
  const tell = createTellEngine(
    {
      async post({ severity, text, clusterId, correlationId }) {
        ids.push(correlationId)
        if (fails) throw new Error('connection refused')
        said.push(`${severity} ${clusterId ?? 'nowhere'} ${text}`)
        return { ok: true }
      },
    },
    { warn: (_, message) => logged.push(message) },
  )
  return { tell, said, logged, ids }
}

const cluster = { id: 'c1', name: 'Prod' }
const two = aRun({ cluster, steps: [aStep({ state: 'running' }), aStep({ index: 1, after: [0] })] })

it('tells of a plan once when it begins, and how it ended', () => {
  const { tell, said } = listening()
  tell.onRun(two)
  tell.onRun({ ...two, updatedAtMs: two.updatedAtMs + 1 })
  const problem = reason('vm-gone', 'The engine no longer knows db.')
  tell.onRun({
    ...two,
    state: 'failed',
    endedAtMs: NOON_MS,
    steps: [aStep({ state: 'done' }), aStep({ index: 1, state: 'failed', problem })],
  })
  expect(said).toEqual([
    'normal c1 ovirt-scheduler: a plan of 2 moves in Prod begins, by admin@internal.',
    'warning c1 ovirt-scheduler: the plan in Prod has ended: 1 of 2 moves were made. The engine no longer knows db.',
  ])
})

it('leaves single moves to the engine', () => {
  const { tell, said } = listening()
  tell.onRun(aRun({ endedAtMs: NOON_MS, state: 'done', steps: [aStep({ state: 'done' })] }))
  expect(said).toEqual([])
})

it('goes on when the engine cannot be told', async () => {
  const { tell, logged } = listening(true)
  await tell.say('warning', 'something')
  expect(logged).toEqual(['The engine could not be told of an event.'])
})

it('tells it under the id of the trace, which is all that the engine keeps of one', async () => {
  const { tell, ids } = listening()
  const trace = traceFor(undefined)
  await within(trace, () => tell.say('normal', 'something'))
  await tell.say('normal', 'something')
  expect(ids).toEqual([`ovs-${trace.traceId}`, expect.stringMatching(/^ovs-[0-9a-f-]{13}$/)])
  expect(ids[0]).toHaveLength(36)
})
