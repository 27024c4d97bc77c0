import { apiErrorSchema } from '../../../shared/api/errors.ts'
import { apiBase } from '../../../shared/api/paths.ts'
import { enginePath } from '../../config/engine-parts.ts'
import type { LoadedConfig } from '../../config/load-config.ts'
import type { Config } from '../../config/settings.ts'
import { type SettingName, settingNames } from '../../config/settings.ts'
import { isEngineError } from '../../engine/http/engine-error.ts'
import { connectEngine } from '../connect-engine.ts'
import { CliFailure } from '../outcome.ts'
import { silentLog } from './load-on-trial.ts'

/** What is needed to reach the running service, and to log in as its own user. */
export const serviceSettings: readonly SettingName[] = settingNames.filter(
  name => name.startsWith('engine.') || name === 'rest.address' || name === 'rest.port',
)

const DEADLINE_MS = 60_000

/** The configuration of one engine, and its name where there are several. */
export type OneEngine = Pick<LoadedConfig, 'config' | 'engineName'>

export type AskService = <T>(method: 'GET' | 'PUT', path: string, body?: object) => Promise<T>

/**
 * Calls the REST API of the service that runs on this machine, as the engine's user of the configuration: what is done shows
 * in the history under that name. Throws CliFailure.
 */
export async function withService<T>(loaded: OneEngine, work: (ask: AskService) => Promise<T>): Promise<T> {
  const { config, engineName } = loaded
  const engine = connectEngine(config, silentLog())
  const base = `${restUrl(config)}${enginePath(engineName)}${apiBase}`
  try {
    const token = await engine.token(AbortSignal.timeout(DEADLINE_MS)).catch((error: unknown) => {
      throw isEngineError(error) ? new CliFailure(error.message, { cause: error }) : error
    })
    return await work(async (method, path, body) => {
      const reply = await fetch(`${base}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', 'Content-Type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(DEADLINE_MS),
      }).catch((error: Error) => {
        const fix = 'Start it, or say where it listens (rest.address, rest.port).'
        throw new CliFailure(`the service does not answer at ${base}: ${causeOf(error)}. ${fix}`, { cause: error })
      })
      if (reply.ok) return reply.json()
      const said = apiErrorSchema.safeParse(await reply.json().catch(() => undefined))
      if (!said.success) throw new CliFailure(`${base} answered with HTTP ${reply.status}; is that our service?`)
      const { message, fix, fields = [] } = said.data
      throw new CliFailure([message, ...fields.map(({ path, problem }) => `${path} ${problem}.`), fix].join(' '))
    })
  } finally {
    await engine.close()
  }
}

const causeOf = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message : message)

/** Where the REST API listens, as this machine reaches it. */
const restUrl = (config: Config): string => `http://${urlHost(config['rest.address'])}:${config['rest.port']}`

/** Where this machine reaches what listens on every address. */
function urlHost(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return address.includes(':') ? `[${address}]` : address
}
