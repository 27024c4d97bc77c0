import { describe, expect, it } from 'vitest'
import { askedEndpoint, H1, H2, VM } from '../../test/fakes/asked-units.ts'

const endpoint = askedEndpoint()

describe('runLoadBalancing', () => {
  const balance = (name: string, hosts = [H1, H2], properties = {}) =>
    endpoint.call('runLoadBalancing', name, hosts, properties)

  it('names the VM and where it may go', async () => {
    expect(await balance('host_memory_balance')).toEqual({
      result_code: 0,
      result: [VM, [H2]],
      because: expect.stringContaining('one has 300 MiB free'),
    })
  })

  it('obeys the properties of the cluster', async () => {
    const reply = await balance('host_memory_balance', [H1, H2], { minimum_host_memoryMB: '200', other: 'x' })
    expect(reply).toMatchObject({ result_code: 0, result: ['', []] })
  })

  it('looks only at the hosts it was given', async () => {
    expect(await balance('host_memory_balance', [H1])).toMatchObject({ result: ['', []] })
    expect(await balance('mover', [H2])).toMatchObject({ result_code: 1, result: ['', []] })
    expect(await balance('idle', [])).toMatchObject({ result_code: 0, result: ['', []] })
  })

  // Each row must have two elements, or the engine's parser fails and stops balancing the other clusters.
  const none = ['', []]
  it('answers an unknown balancer with nothing to do, not with an empty list', async () => {
    expect(await balance('nope')).toEqual({
      result_code: 1,
      result: none,
      plugin_errors: { nope: ['Load balance requested but was not found: nope'] },
    })
  })

  it('reports a balancer that fails', async () => {
    expect(await balance('broken')).toEqual({
      result_code: 1,
      result: none,
      plugin_errors: { broken: ['broken failed: no luck'] },
    })
  })

  it('does not pass on a move without destination, which the engine takes for any host', async () => {
    expect(await balance('mover_to_anywhere')).toMatchObject({ result_code: 1, result: none })
  })
})
