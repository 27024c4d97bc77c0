import { describe, expect, it } from 'vitest'
import { askedEndpoint, askedSnapshot, H1, H2, STRANGER, VM } from '../../test/fakes/asked-units.ts'

const endpoint = askedEndpoint()
const summing = askedEndpoint({ snapshot: askedSnapshot }, { scores: 'summed' })

describe('runCostFunctions', () => {
  const pairs = [
    ['all', 2],
    ['first_only', 3],
  ]

  it('turns scores into costs: lower is better, whole, every host present, without the factor', async () => {
    expect(await endpoint.call('runCostFunctions', pairs, [H1, H2], VM, {})).toEqual({
      result_code: 0,
      result: [
        [H1, 50, 'all'],
        [H2, 50, 'all'],
        [H1, 0, 'first_only'],
        [H2, 100, 'first_only'],
      ],
    })
  })

  it('sums them with the factors in the old form', async () => {
    expect(await summing.call('runCostFunctions', pairs, [H1, H2], VM, {})).toEqual({
      result_code: 0,
      result: [
        [H1, 100],
        [H2, 400],
      ],
    })
  })

  it('stays within 32 bits whatever the factor', async () => {
    const reply = await summing.call('runCostFunctions', [['all', 2_147_483_647]], [H1], VM, {})
    expect(reply).toMatchObject({ result: [[H1, 2_147_483_647]] })
  })

  it('gives a host it has not read the worst cost, so that it cannot win by absence', async () => {
    expect(await endpoint.call('runCostFunctions', [['all', 1]], [H1, STRANGER], VM, {})).toEqual({
      result_code: 1,
      result: [
        [H1, 50, 'all'],
        [STRANGER, 100, 'all'],
      ],
      errors: [`not judged, ovirt-scheduler has not read them yet: host ${STRANGER}`],
    })
  })

  it('leaves out units that are unknown, fail, or answer nonsense, and names them', async () => {
    const mixed = [
      ['nope', 1],
      ['broken', 1],
      ['not_a_number', 1],
      ['all', 1],
    ]
    expect(await endpoint.call('runCostFunctions', mixed, [H1], VM, {})).toEqual({
      result_code: 1,
      result: [[H1, 50, 'all']],
      plugin_errors: {
        nope: ["plugin not found: 'nope'"],
        broken: ['broken failed: no luck'],
        not_a_number: [`not_a_number gave a bad answer: the score of host ${H1} is no number`],
      },
    })
    expect(await summing.call('runCostFunctions', [['nope', 1]], [H1], VM, {})).toMatchObject({ result: [] })
  })
})
