import { existsSync } from 'node:fs'
import { Agent, request } from 'undici'
import { apiBase, apiPaths } from '../../shared/api/paths.ts'
import type { Config } from '../config/settings.ts'
import { readCaFile } from '../engine/read-ca-file.ts'
import type { Finding } from './doctor-findings.ts'

const DEADLINE_MS = 5_000
const PLUGINS = '/usr/share/ovirt-engine/ui-plugins'

/**
 * What the portal's plugin needs: that the engine's web server passes our REST API on, and on an engine host that the plugin lies where
 * the engine looks. Whether the engine serves it cannot be asked: it does so only once somebody has opened the portal. `path`: that of the
 * engine, where there are several; their hosts are others, on which nothing can be looked for.
 */
export async function* portalFindings(
  config: Pick<Config, 'engine.url' | 'engine.caFile'>,
  pluginFolder = PLUGINS,
  path = '',
): AsyncGenerator<Finding> {
  const url = new URL(`${apiBase}${apiPaths.health}`, config['engine.url']).href
  const why = await notPassedOn(url, config['engine.caFile'])
  if (why === undefined) yield { state: 'ok', what: `the engine's web server passes the REST API on, at ${url}` }
  else {
    const write =
      path === ''
        ? 'On the engine host: ovirt-scheduler setup writes /etc/httpd/conf.d/ovirt-scheduler.conf'
        : `On that engine's host: pass /ovirt-scheduler/ on to ${path}/ovirt-scheduler/ of this service in /etc/httpd/conf.d/ovirt-scheduler.conf`
    const fix = `${write}; then systemctl reload httpd, while the service runs. SELinux: setsebool -P httpd_can_network_connect on.`
    yield { state: 'warning', what: `the portal cannot reach the REST API at ${url}: ${why}`, fix }
  }
  if (path !== '' || !existsSync(pluginFolder)) return
  if (existsSync(`${pluginFolder}/ovirt-scheduler.json`))
    yield { state: 'ok', what: `the portal's plugin is in ${pluginFolder}` }
  else
    yield {
      state: 'warning',
      what: `the portal's plugin is not in ${pluginFolder}`,
      fix: 'Run: ovirt-scheduler setup. Then reload the portal.',
    }
}

/** Another program may answer there, such as the web server itself. undefined: it is ours. */
async function notPassedOn(url: string, caFile: string): Promise<string | undefined> {
  let agent: Agent | undefined
  try {
    agent = new Agent(caFile === '' ? {} : { connect: { ca: readCaFile(caFile) } })
    const { statusCode, body } = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(DEADLINE_MS) })
    const text = await body.text()
    if (isHealth(text)) return undefined
    const isAway = statusCode === 502 || statusCode === 503
    return isAway
      ? `HTTP ${statusCode}: the service does not answer it`
      : `HTTP ${statusCode}, and not from this service`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await agent?.close()
  }
}

function isHealth(text: string): boolean {
  try {
    const read = JSON.parse(text) as Readonly<{ state?: unknown; engine?: unknown }> | null
    return typeof read?.state === 'string' && read.engine !== undefined
  } catch {
    return false
  }
}
