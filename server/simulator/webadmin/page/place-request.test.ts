import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { hashOf, parseHash } from './place-request.ts'

describe('parseHash', () => {
  const cases: { hash: string; token: string; parameters: Record<string, string> }[] = [
    { hash: '', token: '', parameters: {} },
    { hash: '#vms', token: 'vms', parameters: {} },
    { hash: '#vms-general;name=db-07', token: 'vms-general', parameters: { name: 'db-07' } },
    { hash: '#vms;search=name%3Ddb*%20and%20a=b', token: 'vms', parameters: { search: 'name=db* and a=b' } },
    { hash: '#vms;flag;=lost', token: 'vms', parameters: { flag: '' } },
    { hash: '#vms;search=100%', token: 'vms', parameters: { search: '100%' } },
  ]
  for (const { hash, token, parameters } of cases) {
    it(`reads ${hash === '' ? 'an empty hash' : hash}`, () => {
      const request = parseHash(hash)
      assert.deepEqual([request.token, Object.fromEntries(request.parameters)], [token, parameters])
    })
  }

  it('reads back what hashOf writes', () => {
    const name = 'a;b=c %/ä'
    assert.equal(parseHash(hashOf('vms-general', { name })).parameters.get('name'), name)
  })
})
