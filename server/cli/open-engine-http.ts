import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/settings.ts'
import { createEngineHttp, type EngineHttp, type EngineHttpOptions, type EngineRequest } from '../engine/engine-http.ts'
import { EngineError } from '../engine/http/engine-error.ts'
import { readCaFile } from '../engine/read-ca-file.ts'
import type { Log } from '../telemetry/log.ts'

/** The engine of the configuration, as the user given. Nothing is asked yet. Throws ConfigError for a bad engine.caFile. */
export function openEngineHttp(
  config: Config,
  user: Pick<EngineHttpOptions, 'username' | 'password'>,
  log: Log,
  onRequest?: (request: EngineRequest) => void,
): EngineHttp {
  const caFile = config['engine.caFile']
  return createEngineHttp({
    ...user,
    baseUrl: config['engine.url'],
    ...(caFile !== '' && { ca: authoritiesIn(caFile) }),
    requestTimeoutMs: config['engine.requestTimeout'] * 1000,
    maxConcurrent: config['engine.concurrency'],
    log,
    ...(onRequest && { onRequest }),
  })
}

function authoritiesIn(file: string): string {
  try {
    return readCaFile(file)
  } catch (error) {
    if (error instanceof EngineError) throw new ConfigError([error.message])
    throw error
  }
}
