import { describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import type { XmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import { keepTlsCurrent } from './keep-tls-current.ts'

const first: XmlRpcTls = { certificate: 'first', key: 'a' }

function keep() {
  const { log, lines } = aLog()
  const { sleep, asleep, wake } = manualSleep()
  const served: XmlRpcTls[] = []
  const files: { read: () => XmlRpcTls | undefined } = { read: () => ({ ...first }) }
  const replace = (tls: XmlRpcTls) => void served.push(tls)
  const keeper = keepTlsCurrent({ current: first, read: () => files.read(), replace, sleep, log })
  return { keeper, files, served, lines, asleep, wake }
}

describe('keepTlsCurrent', () => {
  it('does nothing while the files say the same', () => {
    const { keeper, served, lines } = keep()
    keeper.check()
    expect([served, lines]).toEqual([[], []])
  })

  const changes: XmlRpcTls[] = [
    { ...first, certificate: 'second' },
    { ...first, key: 'b' },
    { ...first, clientCa: 'c' },
  ]
  for (const next of changes) {
    it(`serves ${JSON.stringify(next)} once`, () => {
      const { keeper, files, served, lines } = keep()
      files.read = () => ({ ...next })
      keeper.check()
      keeper.check()
      expect(served).toEqual([next])
      expect(lines.map(({ level }) => level)).toEqual(['info'])
    })
  }

  it('keeps what it has when the files are bad, says so once, and takes good ones later', () => {
    const { keeper, files, served, lines } = keep()
    const fail = (message: string) => () => {
      throw new Error(message)
    }
    files.read = fail('does not fit')
    keeper.check()
    keeper.check()
    files.read = fail('is missing')
    keeper.check()
    expect(lines.map(({ level }) => level)).toEqual(['error', 'error'])
    expect(served).toEqual([])
    files.read = () => ({ certificate: 'second', key: 'b' })
    keeper.check()
    expect(served).toEqual([{ certificate: 'second', key: 'b' }])
  })

  it('tries again what could not be served', () => {
    const { log, lines } = aLog()
    const { sleep } = manualSleep()
    let refusals = 1
    const served: XmlRpcTls[] = []
    const replace = (tls: XmlRpcTls) => {
      if (refusals-- > 0) throw new Error('not now')
      served.push(tls)
    }
    const keeper = keepTlsCurrent({ current: first, read: () => ({ ...first, key: 'b' }), replace, sleep, log })
    keeper.check()
    keeper.check()
    expect(served).toEqual([{ ...first, key: 'b' }])
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info'])
  })

  it('looks each minute until it is stopped', async () => {
    const { keeper, files, served, asleep, wake } = keep()
    const stop = new AbortController()
    const running = keeper.run(stop.signal)
    expect(await asleep()).toBe(60_000)
    files.read = () => ({ ...first, key: 'b' })
    wake()
    await asleep()
    expect(served).toHaveLength(1)
    files.read = () => ({ ...first, key: 'c' })
    stop.abort()
    await running
    expect(served).toHaveLength(1)
  })
})
