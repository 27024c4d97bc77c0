/** Several engines: what their page has an administrator write for the web servers, in real ones before a real service. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { ClusterList } from '../../shared/api/clusters.ts'
import { apiBase } from '../../shared/api/paths.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { signIn } from '../scenarios/sign-in.ts'
import { type EngineProcess, startEngine } from '../scenarios/start-pair.ts'
import { type RunningProcess, startProcess } from '../scenarios/start-process.ts'
import { addressOnceSeen } from './address-once-seen.ts'
import { askHttps, type HttpsAsk } from './ask-https.ts'
import { blocksOf } from './documented-commands.ts'
import { certificate, type Httpd, hasHttpd, startHttpd } from './start-httpd.ts'

const page = readFileSync(new URL('../../server/docs/several-engines.md', import.meta.url), 'utf8')
const [onEngineHost = '', onOurMachine = ''] = blocksOf(page, 'apache')
if (!hasHttpd()) console.warn('Web servers of several engines are not tried: there is no httpd (Debian: apache2-bin)')

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-web-engines-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!hasHttpd())('the web servers of several engines', { timeout: 120_000 }, () => {
  const started = new AsyncDisposableStack()
  const engines: EngineProcess[] = []
  let service: RunningProcess
  let [ours, ofBerlin] = [{} as Httpd, {} as Httpd]
  let token = ''

  /** That of an engine host, which takes the other end for `scheduler.example`. */
  const startOfBerlin = ({ origin }: Httpd) =>
    startHttpd(
      onEngineHost
        .replaceAll('scheduler.example', `localhost:${new URL(origin).port}`)
        .replace('/etc/pki/tls/certs/ca-bundle.crt', certificate('ca')),
    )

  beforeAll(async () => {
    const port = await freePort()
    const parts: Record<string, object> = {}
    for (const name of ['berlin', 'oslo']) {
      const engine = await startEngine('--seed', name === 'berlin' ? '7' : '8')
      started.defer(async () => void (await engine.process.stop()))
      engines.push(engine)
      mkdirSync(join(folder, name))
      const passwordFile = join(folder, `${name}.password`)
      writeFileSync(passwordFile, 'admin\n', { mode: 0o600 })
      const url = `${engine.origin}/ovirt-engine`
      parts[name] = {
        engine: { url, username: 'admin@internal', passwordFile, readInterval: 2 },
        units: { directory: join(folder, name) },
      }
    }
    const file = join(folder, 'config.yaml')
    const own = { rest: { port, trustedProxies: ['127.0.0.1'] }, xmlrpc: { port: 0 }, legacy: { directory: '' } }
    writeFileSync(file, stringify({ ...own, store: { file: join(folder, 'all.db') }, engines: parts }))
    service = await startProcess(['serve', '--config', file], /"rest":/)
    started.defer(async () => void (await service.stop()))
    token = await signIn(engines[0]?.origin ?? '')
    ours = started.use(await startHttpd(onOurMachine.replaceAll(':18780/', `:${port}/`)))
    ofBerlin = started.use(await startOfBerlin(ours))
  }, 180_000)
  afterAll(() => started.disposeAsync())

  const ask = (path: string, { headers, ...rest }: HttpsAsk = {}) =>
    askHttps(`${ofBerlin.origin}${apiBase}${path}`, {
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...rest,
    })

  it('give the portal of an engine what is about that engine', async () => {
    const { clusters } = await eventually('the clusters of berlin', async () => {
      const { status, text } = await ask('/clusters')
      return (
        status === 200 && (JSON.parse(text) as ClusterList).clusters.length > 0 && (JSON.parse(text) as ClusterList)
      )
    })
    type Clusters = { cluster: { id: string }[] }
    const [berlin, oslo] = await Promise.all(engines.map(({ api }) => api.get<Clusters>('/clusters')))
    expect(clusters.map(({ id }) => id).toSorted()).toEqual(berlin?.cluster.map(({ id }) => id).toSorted())
    expect(oslo?.cluster.map(({ id }) => id)).not.toContain(clusters[0]?.id)
  })

  it('lead a redirection back to the portal’s own address', async () => {
    expect((await ask('/units')).headers.location).toBe(`${ofBerlin.origin}${apiBase}/policy-units`)
  })

  it('tell the client’s address over both of them', async () => {
    expect(await addressOnceSeen(ask, { from: '127.0.0.9', claims: '203.0.113.5' })).toBe('127.0.0.9')
  })

  it('reach no other engine from an engine host, and show nobody which there are', async () => {
    const headers = { Authorization: `Bearer ${token}` }
    const statusAt = async (url: string) => (await askHttps(url, { headers })).status
    // Each is about the host's own engine or about nothing; berlin's token would be refused by oslo with 401.
    const around = [`/ovirt-scheduler/../oslo${apiBase}/session`, `/engines/oslo${apiBase}/session`, '/engines']
    for (const path of around) expect([path, await statusAt(`${ofBerlin.origin}${path}`)]).toEqual([path, 404])
    for (const path of ['/engines', '/engines/', '/metrics', apiBase]) {
      const { status, text } = await askHttps(`${ours.origin}${path}`)
      expect([path, status]).toEqual([path, 404])
      expect(text).not.toMatch(/berlin|oslo/)
    }
    expect(await statusAt(`${ours.origin}/engines/oslo${apiBase}/clusters`)).toBe(401)
  })

  it('send no token to a machine that cannot prove to be ours', async () => {
    await using stranger = await startHttpd(onOurMachine, 'lone')
    await using misled = await startOfBerlin(stranger)
    const { status } = await askHttps(`${misled.origin}${apiBase}/session`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect([status, misled.errors()]).toEqual([
      expect.toBeOneOf([500, 502]),
      expect.stringMatching(/certificate verif/i),
    ])
  })
})
