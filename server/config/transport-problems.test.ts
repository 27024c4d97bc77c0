import { describe, expect, it } from 'vitest'
import { loadConfig } from './load-config.ts'

const load = (flags: Record<string, unknown>) => loadConfig({ flags, environment: {} })

it('listens on this machine alone unless told otherwise', () => {
  const { config } = load({})
  expect([config['rest.address'], ...config['xmlrpc.addresses']]).toEqual(['127.0.0.1', '127.0.0.1', '::1'])
})

describe('where the REST API listens', () => {
  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('may be %s', address =>
    expect(load({ 'rest.address': address }).config['rest.address']).toBe(address),
  )

  it.each(['0.0.0.0', '::', '192.0.2.7', 'engine.example'])('may not be %s in plain HTTP', address =>
    expect(() => load({ 'rest.address': address })).toThrow(
      `rest.address is ${address}, where tokens would go over the network in plain HTTP`,
    ),
  )

  it('may be anywhere when somebody says so', () =>
    expect(load({ 'rest.address': '0.0.0.0', 'rest.allowPlainOutside': true }).config['rest.address']).toBe('0.0.0.0'))
})
