import { afterEach, describe, expect, it } from 'vitest'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { allRoutes } from './routes.ts'

let api: ApiServer
afterEach(() => api.close())

const EVIL = 'https://evil.example'
const changing = allRoutes.filter(({ method }) => method !== 'get')

/** What a page of another site can have a browser send: cookies and simple requests, but no token of the portal. */
describe('a page of another site', () => {
  it('changes nothing by what the browser adds by itself', async () => {
    api = await startApi()
    for (const { method, path } of changing) {
      const headers = { Origin: EVIL, Cookie: 'JSESSIONID=admin; token=admin', 'Content-Type': 'text/plain' }
      const { status } = await api.call(method.toUpperCase(), path.replace(':id', 'rec1'), {
        token: '',
        headers,
        body: '{}',
      })
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 401`)
    }
    expect(api.deps.auth).toMatchObject({ asked: { whoIs: 0 } })
  })

  it('is told by no header that it may send a token, or read a reply', async () => {
    api = await startApi()
    const ask = {
      Origin: EVIL,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization',
    }
    const replies = [
      await api.call('OPTIONS', '/automation/stop', { token: '', headers: ask }),
      await api.call('GET', '/session', { headers: { Origin: EVIL } }),
      await api.call('GET', '/health', { token: '', headers: { Origin: EVIL } }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([405, 200, 200])
    for (const { headers } of replies) {
      const names = [...headers.keys()]
      expect(names.filter(name => name.startsWith('access-control-') || name === 'set-cookie')).toEqual([])
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
  })
})
