import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { createEnginePaths } from './engine-paths.ts'

/** berlin is open and oslo is not; tells by whom it was answered. */
async function aDoor() {
  const { log, lines } = aLog()
  let nowMs = 0
  const paths = createEnginePaths(['berlin', 'oslo'], log, () => nowMs)
  paths.open(
    'berlin',
    express().post(['/', '/RPC2'], (_req, res) => void res.end('berlin')),
  )
  const server = paths.app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const post = async (path: string) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: 'x' })
    return `${reply.status} ${(await reply.text()).trim()}`
  }
  return { paths, post, lines, pass: (ms: number) => (nowMs += ms) }
}

const NONE = '404 this service is for several engines: XML-RPC is at /engines/NAME/, with a name of its configuration'

describe('createEnginePaths', () => {
  const cases: { path: string; is: string }[] = [
    { path: '/engines/berlin/', is: '200 berlin' },
    { path: '/engines/berlin', is: '200 berlin' },
    { path: '/engines/berlin/RPC2', is: '200 berlin' },
    { path: '/engines/oslo/', is: '503 not ready yet' },
    { path: '/engines/paris/', is: NONE },
    { path: '/engines/berlin-2/', is: NONE },
    { path: '/engines/', is: NONE },
    { path: '/RPC2', is: NONE },
    { path: '/', is: NONE },
  ]
  for (const { path, is } of cases) {
    it(`answers ${path} with ${is}`, async () => expect(await (await aDoor()).post(path)).toBe(is))
  }

  it('takes no more calls for an engine that was shut', async () => {
    const { paths, post } = await aDoor()
    paths.shut('berlin')
    expect(await post('/engines/berlin/')).toBe('503 not ready yet')
  })

  it('logs a call for nobody, once a minute', async () => {
    const { post, lines, pass } = await aDoor()
    await post('/engines/paris/')
    await post('/engines/rome/')
    pass(60_000)
    await post('/')
    expect(lines).toMatchObject([
      { level: 'warn', fields: { path: '/engines/paris/', address: '127.0.0.1' } },
      { level: 'warn', fields: { path: '/' } },
    ])
  })
})
