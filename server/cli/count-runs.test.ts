import { describe, expect, it } from 'vitest'
import { aRun, NOON_MS } from '../../test/fakes/builders.ts'
import { countRuns } from './count-runs.ts'

function counting() {
  const ended: string[] = []
  const onRun = countRuns(
    {
      runEnded: ({ cluster, outcome, durationMs }) => ended.push(`run of ${cluster} ${outcome} ${durationMs}`),
      stepEnded: ({ cluster, outcome, durationMs }) => ended.push(`step of ${cluster} ${outcome} ${durationMs}`),
    },
    NOON_MS,
  )
  return { ended, onRun }
}

const [first] = aRun().steps
if (first === undefined) throw new Error('a run has steps')
const done = { ...first, state: 'done', startedAtMs: NOON_MS + 1000, endedAtMs: NOON_MS + 5000 } as const
const running = { ...first, index: 1, state: 'running', startedAtMs: NOON_MS + 1000 } as const

describe('countRuns', () => {
  it('counts a step once, however often its run is told of', () => {
    const { ended, onRun } = counting()
    onRun(aRun({ state: 'running', steps: [done, running] }))
    onRun(aRun({ state: 'running', steps: [done, { ...running, progressPercent: 50 }] }))
    expect(ended).toEqual(['step of Default done 4000'])
  })

  it('counts the run when it ends, a step that never began as having taken no time', () => {
    const { ended, onRun } = counting()
    onRun(
      aRun({
        state: 'failed',
        createdAtMs: NOON_MS,
        endedAtMs: NOON_MS + 9000,
        steps: [done, { ...first, index: 1, state: 'skipped', endedAtMs: NOON_MS + 9000 }],
      }),
    )
    expect(ended).toEqual(['step of Default done 4000', 'step of Default skipped 0', 'run of Default failed 9000'])
  })

  it('leaves out what ended before the process started', () => {
    const { ended, onRun } = counting()
    onRun(aRun({ state: 'running', steps: [{ ...done, endedAtMs: NOON_MS - 1 }, running] }))
    expect(ended).toEqual([])
  })
})
