import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aRecommendation } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { fakeApplier, fakeRecommendations } from '../../test/fakes/services.ts'
import { forEachOf } from './several-recommendations.ts'

const start = apiPerTest()
const three = [1, 2, 3].map(priority => aRecommendation({ id: `r${priority}`, priority }))
const ids = three.map(({ id }) => id)

describe('several recommendations', () => {
  it('begin no more once the time is up, and what did begin is told', async () => {
    const time = new AbortController()
    const { log } = aLog()
    const { get } = fakeRecommendations(three)
    const { outcomes } = await forEachOf(ids, { find: get, signal: time.signal, log }, async ({ id }) => {
      if (id === 'r2') time.abort()
      return { runId: `run-of-${id}` }
    })
    expect(outcomes).toMatchObject([
      { id: 'r1', runId: 'run-of-r1' },
      { id: 'r2', runId: 'run-of-r2' },
      { id: 'r3', problem: { code: 'not-tried' } },
    ])
    expect(outcomes[2]).not.toHaveProperty('runId')
  })

  it('a defect in one is its outcome, is logged, and told without detail; the others go on', async () => {
    const works = fakeApplier()
    const apply: typeof works.apply = async (id, by) => {
      if (id === 'r2') throw new TypeError('secret')
      return works.apply(id, by)
    }
    const { call, lines } = await start({ recommendations: fakeRecommendations(three), applier: { ...works, apply } })
    const reply = await call('POST', '/recommendations/apply', { json: { ids } })
    expect(reply).toMatchObject({
      status: 200,
      body: {
        outcomes: [
          { id: 'r1', runId: 'run-of-r1' },
          { id: 'r2', problem: { code: 'internal' } },
          { id: 'r3', runId: 'run-of-r3' },
        ],
      },
    })
    expect(reply.text).not.toContain('secret')
    expect(JSON.stringify(lines)).toContain('"recommendationId":"r2"')
  })
})
