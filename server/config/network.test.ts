import { describe, expect, it } from 'vitest'
import { familyOf, isLoopback, parseNetwork, plainAddress } from './network.ts'

describe('parseNetwork', () => {
  const accepted: Record<string, ReturnType<typeof parseNetwork>> = {
    '192.0.2.7': { address: '192.0.2.7', prefix: 32, family: 'ipv4' },
    ' 192.0.2.0/24 ': { address: '192.0.2.0', prefix: 24, family: 'ipv4' },
    '0.0.0.0/0': { address: '0.0.0.0', prefix: 0, family: 'ipv4' },
    '2001:db8::1': { address: '2001:db8::1', prefix: 128, family: 'ipv6' },
    '2001:db8::/32': { address: '2001:db8::', prefix: 32, family: 'ipv6' },
    '::ffff:192.0.2.7': { address: '192.0.2.7', prefix: 32, family: 'ipv4' },
    '::ffff:192.0.2.0/120': { address: '192.0.2.0', prefix: 24, family: 'ipv4' },
  }
  for (const [text, network] of Object.entries(accepted)) {
    it(`reads ${text}`, () => expect(parseNetwork(text)).toEqual(network))
  }

  const refused = [
    '',
    'engine.example',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/24/24',
    '192.0.2.0/',
    '192.0.2.0/255.255.255.0',
    '2001:db8::/129',
    '::ffff:192.0.2.0/80',
    'fe80::1%eth0',
  ]
  for (const text of refused) it(`refuses "${text}"`, () => expect(parseNetwork(text)).toBeUndefined())
})

describe('plainAddress', () => {
  it('sees the IPv4 address in its IPv6 form', () => expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1'))
  it('drops the zone', () => expect(plainAddress('fe80::1%eth0')).toBe('fe80::1'))
  it('leaves others alone', () => expect(plainAddress('2001:db8::1')).toBe('2001:db8::1'))
})

describe('familyOf', () => {
  it('knows both and nothing else', () => {
    expect([familyOf('10.0.0.1'), familyOf('::1'), familyOf('localhost')]).toEqual(['ipv4', 'ipv6', undefined])
  })
})

describe('isLoopback', () => {
  for (const address of ['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1', 'localhost'])
    it(`is ${address}`, () => expect(isLoopback(address)).toBe(true))
  for (const address of ['0.0.0.0', '::', '192.0.2.7', '127.0.0.1.example', 'localhost.example', '2001:db8::1', ''])
    it(`is not "${address}"`, () => expect(isLoopback(address)).toBe(false))
})
