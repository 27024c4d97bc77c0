import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { askTls, codeOf, openDoor, receive, tlsOf } from '../../test/fakes/xml-rpc-door.ts'

describe('callers outside allowFrom', () => {
  // A socket for both families names an IPv4 caller in the IPv6 way; there is none on a machine without IPv6.
  const hasIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({ family }) => family === 'IPv6'))
  const both = hasIpv6 ? [['127.0.0.1'], ['::']] : [['127.0.0.1']]
  const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
  const get = (port: number, localAddress: string) =>
    codeOf(
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, localAddress, agent: false }, res => res.resume().on('end', resolve))
          .on('error', reject)
          .end()
      }),
    )

  const cases = [
    { allowFrom: [], from: '127.0.0.2', isIn: true },
    { allowFrom: ['127.0.0.2'], from: '127.0.0.2', isIn: true },
    { allowFrom: ['192.0.2.1', '127.0.0.2/31'], from: '127.0.0.3', isIn: true },
    { allowFrom: ['127.0.0.2'], from: '127.0.0.1', isIn: false },
    { allowFrom: ['::/0'], from: '127.0.0.1', isIn: false },
  ]
  for (const { allowFrom, from, isIn } of cases) {
    for (const addresses of both) {
      it(`of [${allowFrom}] ${isIn ? 'admits' : 'cuts off'} ${from} at ${addresses}`, async () => {
        const { listening, lines, asked } = await openDoor({ allowFrom, addresses })
        const outcome = await get(listening.port, from)
        expect(outcome).toBe(isIn ? 'answered' : 'ECONNRESET')
        expect(asked()).toBe(isIn ? 1 : 0)
        expect(lines).toEqual(
          isIn
            ? []
            : [
                expect.objectContaining({
                  level: 'warn',
                  fields: { address: from },
                  sentence: expect.stringContaining('xmlrpc.allowFrom'),
                }),
              ],
        )
      })
    }
  }

  it('are cut off before the handshake', async () => {
    const { listening, lines } = await openDoor({ allowFrom: ['127.0.0.2'], tls: tlsOf('engine') })
    expect(await codeOf(askTls(listening.port))).toBe('ECONNRESET')
    expect((await askTls(listening.port, { localAddress: '127.0.0.2' })).text).toBe('here')
    expect(lines).toMatchObject([{ fields: { address: '127.0.0.1' } }])
  })

  it('receive nothing', async () => {
    const { listening } = await openDoor({ allowFrom: ['127.0.0.2'] })
    expect(await receive(listening.port, post)).toBe('')
    expect(await receive(listening.port, post, '127.0.0.2')).toMatch(/^HTTP\/1\.1 200/)
  })

  it('are logged at most once a minute for each address', async () => {
    let nowMs = 0
    const { listening, lines } = await openDoor({ allowFrom: ['192.0.2.1'], now: () => nowMs })
    const callTwice = async () => {
      for (const from of ['127.0.0.1', '127.0.0.2', '127.0.0.1', '127.0.0.2']) await get(listening.port, from)
    }
    await callTwice()
    expect(lines.map(({ fields }) => fields.address)).toEqual(['127.0.0.1', '127.0.0.2'])
    nowMs = 59_999
    await callTwice()
    expect(lines).toHaveLength(2)
    nowMs = 60_000
    await callTwice()
    expect(lines).toHaveLength(4)
  })
})
