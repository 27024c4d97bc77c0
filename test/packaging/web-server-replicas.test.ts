/** Several replicas: what their page has an administrator write for the web server of the engine, before those of the replicas. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../fakes/free-port.ts'
import { askHttps } from './ask-https.ts'
import { blocksOf } from './documented-commands.ts'
import { certificate, type Httpd, hasHttpd, startHttpd } from './start-httpd.ts'

const textOf = (path: string) => readFileSync(new URL(`../../server/${path}`, import.meta.url), 'utf8')
const dropIn = textOf('cli/setup/files/ovirt-scheduler.httpd')
const [onEngineHost = ''] = blocksOf(textOf('docs/several-replicas.md'), 'apache')
if (!hasHttpd())
  console.warn('The web server of several replicas is not tried: there is no httpd (Debian: apache2-bin)')

describe.skipIf(!hasHttpd())('the web server of an engine with several replicas', { timeout: 60_000 }, () => {
  const started = new AsyncDisposableStack()
  const replicas: Httpd[] = []
  let ofEngine = {} as Httpd

  /** Something in the place of a replica, with the web server of its machine. */
  async function startReplica(name: string): Promise<void> {
    const port = await freePort()
    const server = createServer(({ url, headers }, res) => {
      res.end(JSON.stringify({ name, url, from: headers['x-forwarded-for'] }))
    })
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    started.defer(() => {
      server.closeAllConnections()
      server.close()
    })
    replicas.push(started.use(await startHttpd(dropIn.replaceAll(':18780/', `:${port}/`))))
  }

  const startOfEngine = (authority: string) => {
    const named = replicas.reduce(
      (text, { origin }, at) => text.replaceAll(`replica${at + 1}.example`, `localhost:${new URL(origin).port}`),
      onEngineHost,
    )
    return startHttpd(named.replace('/etc/pki/tls/certs/ca-bundle.crt', certificate(authority)))
  }

  beforeAll(async () => {
    for (const name of ['first', 'second']) await startReplica(name)
    ofEngine = started.use(await startOfEngine('ca'))
  })
  afterAll(() => started.disposeAsync())

  async function askSome(): Promise<{ name: string; url: string; from: string }[]> {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => askHttps(`${ofEngine.origin}/ovirt-scheduler/x?y=1`, { from: '127.0.0.9' })),
    )
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
    return replies.map(({ text }) => JSON.parse(text))
  }

  it('passes requests on to each of them, with their path and the client’s address', async () => {
    const replies = await askSome()
    expect(new Set(replies.map(({ name }) => name))).toEqual(new Set(['first', 'second']))
    expect(new Set(replies.map(({ url }) => url))).toEqual(new Set(['/ovirt-scheduler/x?y=1']))
    // The second is the engine host, which the replicas are told to trust.
    expect(new Set(replies.map(({ from }) => from))).toEqual(new Set(['127.0.0.9, 127.0.0.1']))
  })

  it('sends no token to machines that cannot prove who they are', async () => {
    await using wary = await startOfEngine('other-ca')
    const { status } = await askHttps(`${wary.origin}/ovirt-scheduler/x`)
    expect([status, wary.errors()]).toEqual([
      expect.toBeOneOf([500, 502, 503]),
      expect.stringMatching(/certificate verif/i),
    ])
  })

  it('passes over one that does not answer, and loses no request', async () => {
    await replicas[0]?.[Symbol.asyncDispose]()
    expect(new Set((await askSome()).map(({ name }) => name))).toEqual(new Set(['second']))
  })
})
