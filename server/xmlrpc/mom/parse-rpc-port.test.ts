import { describe, expect, it } from 'vitest'
import { parseRpcPort } from './parse-rpc-port.ts'

describe('parseRpcPort', () => {
  const longest = `/${'x'.repeat(96)}`
  const read = [
    { given: '', is: { kind: 'off' } },
    { given: '-1', is: { kind: 'off' } },
    { given: ' -20 ', is: { kind: 'off' } },
    { given: '0', is: { kind: 'tcp', port: 0 } },
    { given: '8080', is: { kind: 'tcp', port: 8080 } },
    { given: ' +8080\n', is: { kind: 'tcp', port: 8080 } },
    { given: '65535', is: { kind: 'tcp', port: 65_535 } },
    { given: '/run/vdsm/mom-vdsm.sock', is: { kind: 'unix', path: '/run/vdsm/mom-vdsm.sock' } },
    { given: longest, is: { kind: 'unix', path: longest } },
  ]
  for (const { given, is } of read) {
    it(`takes ${JSON.stringify(given)} for ${is.kind}`, () => expect(parseRpcPort(given)).toEqual(is))
  }

  const refused = [
    { given: '65536', says: '65536 is no port; the highest is 65535' },
    { given: '8080x', says: '"8080x" must be a port, -1 for none, or the path of a socket, from / on' },
    { given: '80.5', says: 'must be a port' },
    { given: 'mom.sock', says: 'must be a port' },
    { given: '/run/\0mom', says: 'must be a port' },
    { given: `${longest}x`, says: 'of 97 bytes at most' },
    { given: `/${'ü'.repeat(49)}`, says: 'of 97 bytes at most' },
  ]
  for (const { given, says } of refused) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      expect(() => parseRpcPort(given)).toThrow(
        expect.objectContaining({ code: 'rpc-port', message: expect.stringContaining(says) }),
      )
    })
  }
})
