/** What a sandboxed plugin may fetch: the service does it, and only from hosts that were granted. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startUnruly } from '../../../test/fakes/unruly-script.ts'
import { createFetchForPlugins } from '../plugins/fetch-for-plugin.ts'

describe('fetch', () => {
  const server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: 'http://localhost/elsewhere' }).end()
    else if (request.url === '/big') response.end('x'.repeat(2_000_000))
    else if (request.url === '/never') response.write('begun')
    else response.writeHead(418).end(`headers: ${Object.keys(request.headers).join()}`)
  })
  let host: string
  const fetch = createFetchForPlugins(300)
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await fetch.close()
    server.closeAllConnections()
    server.close()
  })

  const startFetching = (body: string) => startUnruly(body, { fetch, grant: { fetchHosts: [host] } })

  const cases: { what: string; url: () => string; says: RegExp }[] = [
    { what: 'a granted host', url: () => `http://${host}/`, says: /^418 headers: host,connection,accept,user-agent$/ },
    { what: 'a redirect, which is not followed', url: () => `http://${host}/moved`, says: /^302 $/ },
    { what: 'a large body', url: () => `http://${host}/big`, says: /^refused: the reply has more than 1048576 bytes$/ },
    { what: 'a body without end', url: () => `http://${host}/never`, says: /^refused: .*(timeout|aborted)/ },
    { what: 'another host', url: () => 'http://example.com/', says: /^refused: example.com is not among the hosts/ },
    { what: 'another port', url: () => 'http://127.0.0.1:1/', says: /^refused: 127.0.0.1:1 is not among/ },
    {
      what: 'another spelling of the host',
      url: () => `http://localhost:${host.split(':')[1]}/`,
      says: /^refused: localhost/,
    },
    { what: 'a password', url: () => `http://a:b@${host}/`, says: /^refused: a URL with a password/ },
    { what: 'a file', url: () => 'file:///etc/passwd', says: /^refused: file: is not fetched/ },
    { what: 'no URL', url: () => 'metrics', says: /^refused: "metrics" is no URL/ },
  ]
  it.each(cases)('of $what', async ({ url, says }) => {
    await using plugin = await startFetching(`
      const reply = await context.fetch(attempt).catch(error => ({ status: 'refused:', body: error.message }))
      return reject(reply.status + ' ' + reply.body.slice(0, 200))`)
    expect((await plugin.filter({ attempt: url() }))?.trimEnd()).toMatch(new RegExp(says.source.replace(' $', '$')))
  })

  it('is done sixteen times a call, and then refused', async () => {
    await using plugin = await startFetching(`
      const replies = await Promise.allSettled(Array.from({ length: 40 }, () => context.fetch(attempt)))
      return reject(replies.filter(({ status }) => status === 'fulfilled').length + ' ' + replies.at(-1).reason.message)`)
    expect(await plugin.filter({ attempt: `http://${host}/` })).toBe('16 one call may fetch 16 times')
  })
})
