import { describe, expect, it } from 'vitest'
import { askedEndpoint, H1, H2, STRANGER, VM } from '../../test/fakes/asked-units.ts'

const endpoint = askedEndpoint()

describe('runFilters', () => {
  const filters = (names: string[], hosts = [H1, H2], vm = VM) => endpoint.call('runFilters', names, hosts, vm, {})

  it('intersects what the filters let through, in the order asked', async () => {
    expect(await filters(['all'])).toEqual({ result_code: 0, result: [H1, H2] })
    expect(await filters(['all'], [H2, H1, H2])).toEqual({ result_code: 0, result: [H2, H1] })
    expect(await filters(['all', 'first_only'])).toEqual({
      result_code: 0,
      result: [H1],
      reasons: { [H2]: ['first_only: Not the first.'] },
    })
  })

  it('may let nothing through', async () => {
    expect(await filters(['none'])).toMatchObject({ result_code: 0, result: [] })
  })

  it('answers an empty list of hosts, which the engine sends, with none', async () => {
    expect(await filters(['all'], [])).toEqual({ result_code: 0, result: [] })
  })

  it('names an unknown filter and goes on with the others', async () => {
    expect(await filters(['nope', 'first_only'])).toMatchObject({
      result_code: 1,
      result: [H1],
      plugin_errors: { nope: ["plugin not found: 'nope'"] },
    })
  })

  it('keeps all hosts when there are only unknown filters, or none', async () => {
    const allKept = { result_code: 1, result: [H1, H2], errors: ['all filters failed'] }
    expect(await filters(['nope'])).toEqual({ ...allKept, plugin_errors: { nope: ["plugin not found: 'nope'"] } })
    expect(await filters([])).toEqual(allKept)
  })

  it('reports a failing filter, which the original daemon kept to itself', async () => {
    const plugin_errors = { broken: ['broken failed: no luck'] }
    expect(await filters(['broken', 'first_only'])).toMatchObject({ result_code: 1, result: [H1], plugin_errors })
    expect(await filters(['broken'])).toEqual({
      result_code: 1,
      result: [H1, H2],
      plugin_errors,
      errors: ['all filters failed'],
    })
  })

  it('keeps a host it has not read yet and says so', async () => {
    expect(await filters(['none'], [H1, STRANGER])).toMatchObject({
      result_code: 1,
      result: [STRANGER],
      errors: [`not judged, ovirt-scheduler has not read them yet: host ${STRANGER}`],
    })
  })

  it('keeps every host for a VM it has not read yet and says so', async () => {
    expect(await filters(['none'], [H1, H2], STRANGER)).toEqual({
      result_code: 1,
      result: [H1, H2],
      errors: [`not judged, ovirt-scheduler has not read it yet: VM ${STRANGER}; all hosts are kept`],
    })
  })

  it('reads ids in upper case', async () => {
    const upper = 'ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB'
    expect(await filters(['all'], [upper])).toMatchObject({ result: [upper.toLowerCase()] })
  })

  it('survives units named like members of Object', async () => {
    expect(await filters(['__proto__', 'toString', 'all'])).toMatchObject({ result_code: 1, result: [H1, H2] })
  })
})
