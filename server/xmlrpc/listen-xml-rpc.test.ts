import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { app } from '../../test/fakes/xml-rpc-door.ts'
import { listenXmlRpc } from './listen-xml-rpc.ts'

const ask = async (url: string) => (await fetch(url)).text()

/** Of no interface anywhere: documentation prefix. */
const ABSENT_IPV6 = '2001:db8::1'

describe('listenXmlRpc', () => {
  it('serves every address on one port', async () => {
    const { log } = aLog()
    const listening = await listenXmlRpc(app, { port: 0, addresses: ['127.0.0.1', '127.0.0.2'], log })
    try {
      expect(await ask(`http://127.0.0.1:${listening.port}/`)).toBe('here')
      expect(await ask(`http://127.0.0.2:${listening.port}/`)).toBe('here')
    } finally {
      await listening.close()
    }
    await expect(ask(`http://127.0.0.1:${listening.port}/`)).rejects.toThrow('fetch failed')
  })

  it('goes on without an IPv6 address that the machine lacks, and says so', async () => {
    const { log, lines } = aLog()
    const listening = await listenXmlRpc(app, { port: 0, addresses: ['127.0.0.1', ABSENT_IPV6], log })
    await listening.close()
    expect(listening.addresses).toEqual(['127.0.0.1'])
    expect(lines).toMatchObject([{ level: 'warn', fields: { address: ABSENT_IPV6 } }])
  })

  it('fails when no address is left', async () => {
    const { log } = aLog()
    await expect(listenXmlRpc(app, { port: 0, addresses: [ABSENT_IPV6], log })).rejects.toThrow(ABSENT_IPV6)
  })

  it('fails when the port is taken, and lets go of the addresses it already had', async () => {
    const { log } = aLog()
    const occupant = createServer()
    const port = await new Promise<number>(resolve => {
      occupant.listen(0, '127.0.0.2', () => {
        const bound = occupant.address()
        resolve(bound !== null && typeof bound === 'object' ? bound.port : 0)
      })
    })
    const taken = listenXmlRpc(app, { port, addresses: ['127.0.0.1', '127.0.0.2'], log })
    await expect(taken).rejects.toThrow('EADDRINUSE')
    occupant.close()
    const free = await listenXmlRpc(app, { port, addresses: ['127.0.0.1'], log })
    await free.close()
  })
})
