import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Health } from '../../shared/api/service.ts'
import { enginesRouter } from './engines-router.ts'

const health = (state: Health['state']) => async (): Promise<Health> => ({
  state,
  engine: { reachable: state === 'ok' },
  store: { writable: true },
  xmlrpc: {},
})
const answering = (text: string) =>
  express().get('/ovirt-scheduler/x', (req, res) => void res.end(`${text} ${req.baseUrl}`))

async function get(path: string): Promise<Readonly<{ status: number; text: string; headers: Headers }>> {
  const app = express().use(
    enginesRouter([
      { name: 'berlin', rest: answering('berlin'), health: health('ok') },
      { name: 'oslo', rest: answering('oslo'), health: health('degraded') },
    ]),
  )
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
    headers: { 'X-Request-Id': 'mine' },
  })
  return { status: reply.status, text: await reply.text(), headers: reply.headers }
}

describe('enginesRouter', () => {
  it('lists the engines with how they are, and nothing else', async () => {
    const { status, text, headers } = await get('/engines')
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        engines: [
          { name: 'berlin', state: 'ok' },
          { name: 'oslo', state: 'degraded' },
        ],
      },
    ])
    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff'])
  })

  for (const name of ['berlin', 'oslo']) {
    it(`has the API of ${name} below its name`, async () =>
      expect(await get(`/engines/${name}/ovirt-scheduler/x`)).toMatchObject({
        status: 200,
        text: `${name} /engines/${name}`,
      }))
  }

  for (const path of [
    '/engines/',
    '/engines/paris',
    '/engines/berlin2/ovirt-scheduler/x',
    '/ovirt-scheduler/x',
    '/',
    '/engines/berlin/y',
  ]) {
    it(`answers ${path} with 404 and no name`, async () => {
      const { status, text } = await get(path)
      expect([status, JSON.parse(text)]).toMatchObject([404, { code: 'not-found', requestId: 'mine' }])
      expect(text.replaceAll(path, '')).not.toMatch(/berlin|oslo/)
    })
  }
})
