import { describe, expect, it } from 'vitest'
import { askedEndpoint, askedSnapshot, H1, H2, VM } from '../../test/fakes/asked-units.ts'
import { NOON_MS } from '../../test/fakes/builders.ts'

const problem = { code: 'unreachable', message: 'the engine does not answer', sinceMs: NOON_MS }
const unread = askedEndpoint({ problem })
const stale = askedEndpoint({ snapshot: askedSnapshot }, { now: () => NOON_MS + 301_000 })

describe('without a usable snapshot', () => {
  const why = 'ovirt-scheduler has not read the engine yet (the engine does not answer)'
  const old = 'ovirt-scheduler last read the engine 301 s ago'
  const cases = [
    { running: unread, state: 'none yet', why },
    { running: stale, state: 'an old one', why: old },
  ]
  for (const { running, state, why } of cases) {
    it(`keeps all hosts, scores none and moves nothing (${state})`, async () => {
      expect(await running.call('runFilters', ['none'], [H1, H2], VM, {})).toEqual({
        result_code: 1,
        result: [H1, H2],
        errors: [`${why}; all hosts are kept`],
      })
      expect(await running.call('runCostFunctions', [['all', 1]], [H1, H2], VM, {})).toEqual({
        result_code: 1,
        result: [],
        errors: [`${why}; no host is scored`],
      })
      expect(await running.call('runLoadBalancing', 'mover', [H1, H2], {})).toEqual({
        result_code: 1,
        result: ['', []],
        errors: [`${why}; nothing is moved`],
      })
    })
  }

  it('still discovers', async () => {
    expect(await unread.call('discover')).toHaveProperty('balance.host_memory_balance')
  })
})
