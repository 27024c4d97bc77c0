import { request } from 'undici'
import { apiBase, apiPaths } from '../../shared/api/paths.ts'
import type { Config } from '../config/settings.ts'
import type { Finding } from './doctor-findings.ts'

const DEADLINE_MS = 3_000

export type ServiceSettings = Pick<Config, 'rest.address' | 'rest.port' | 'store.file' | 'store.url'>

/**
 * What the running service says of itself: whether it is well, and when the engine last asked it for policy units. `path`: that of the
 * engine, where there are several.
 */
export async function* serviceFindings(config: ServiceSettings, path = ''): AsyncGenerator<Finding> {
  const address = config['rest.address']
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${config['rest.port']}${path}${apiBase}${apiPaths.health}`
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(DEADLINE_MS) })
    const health = (await body.json()) as Answer
    yield restFinding(url, statusCode === 200 && health.state === 'ok', health, config)
    const at = health.xmlrpc?.discoveredAtMs
    if (typeof at === 'number') {
      yield { state: 'ok', what: `the engine last asked for the policy units at ${new Date(at).toISOString()}` }
    }
  } catch (error) {
    const what = `REST API at ${url}: ${whyNot(error)}`
    yield { state: 'failed', what, fix: 'Start the service: ovirt-scheduler serve' }
  }
}

/** Another version of the service, or another program, may answer. */
type Answer = Readonly<{
  state?: unknown
  store?: { writable?: unknown }
  xmlrpc?: { discoveredAtMs?: unknown }
}>

function restFinding(url: string, isWell: boolean, { store }: Answer, config: ServiceSettings): Finding {
  if (store?.writable === false) {
    const fix =
      config['store.url'] === ''
        ? `Free or mount the disk of ${config['store.file']}`
        : 'See that PostgreSQL runs, that store.url leads there, and that the user may write'
    return { state: 'failed', what: `the service at ${url} cannot write its store`, fix }
  }
  if (isWell) return { state: 'ok', what: `REST API answers at ${url} and says it is well` }
  const what = `REST API answers at ${url}, and says it is degraded`
  return { state: 'warning', what, fix: 'Read its reply: it names the problem.' }
}

function whyNot(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer in ${DEADLINE_MS / 1000} s`
  if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return 'nothing listens there'
  return error instanceof Error ? error.message : String(error)
}
