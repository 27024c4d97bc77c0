import { ConfigError } from '../../config/config-error.ts'
import { type HostTls, readHostSasl, readHostTls } from '../../config/read-host-access.ts'
import type { Config } from '../../config/settings.ts'
import type { Log } from '../../telemetry/log.ts'

/** What lets us in on hosts; each absent where `hosts.*` names none. */
export type HostAccessFiles = Readonly<{
  tls?: HostTls
  sasl?: Readonly<{ user: string; password: string }>
}>

const REREAD_MS = 60_000

/**
 * Certificates, key and password, read now and found to fit; throws ConfigError. Later they are read again from time to time, so that
 * renewed ones need no restart; while that fails the last good ones are used.
 */
export function hostAccessFiles(
  config: Config,
  { now, log }: Readonly<{ now: () => number; log: Pick<Log, 'warn'> }>,
): () => HostAccessFiles {
  let files = readAll(config)
  let readAtMs = now()
  return () => {
    if (Math.abs(now() - readAtMs) < REREAD_MS) return files
    readAtMs = now()
    try {
      files = readAll(config)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      log.warn(
        { problems: error.problems },
        'What lets us in on hosts cannot be read again; the last good files count.',
      )
    }
    return files
  }
}

function readAll(config: Config): HostAccessFiles {
  const [tls, sasl] = [readHostTls(config), readHostSasl(config)]
  return { ...(tls && { tls }), ...(sasl && { sasl }) }
}
