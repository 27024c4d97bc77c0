import type { XmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Log } from '../telemetry/log.ts'

export type KeepTlsCurrentDeps = Readonly<{
  /** What is served now. */
  current: XmlRpcTls
  /** Reads and checks the files; throws a sentence when they cannot be used. */
  read: () => XmlRpcTls | undefined
  replace: (tls: XmlRpcTls) => void
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  log: Pick<Log, 'info' | 'error'>
}>

export type TlsKeeper = Readonly<{
  /** Looks now, as on SIGHUP. Never throws. */
  check(): void
  /** Looks each minute until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}>

const PAUSE_MS = 60_000

/**
 * Serves a renewed certificate without a restart. Files that cannot be used, such as a new certificate beside the old
 * key while a renewal is half done, leave the old ones in service; that is logged when it begins or its cause changes.
 * Contents are compared, not times: a renewal may bring files with any time, or exchange a link.
 */
export function keepTlsCurrent({ read, replace, sleep, log, ...deps }: KeepTlsCurrentDeps): TlsKeeper {
  let { current } = deps
  let problem: string | undefined

  function check(): void {
    try {
      const next = read()
      if (next !== undefined && !isSame(next, current)) {
        replace(next)
        current = next
        log.info({}, 'XML-RPC serves the renewed certificate to new connections.')
      }
      problem = undefined
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error)
      if (found !== problem) log.error({ error }, 'The certificate files cannot be used; XML-RPC keeps what it has.')
      problem = found
    }
  }

  return {
    check,
    async run(signal) {
      for (;;) {
        await sleep(PAUSE_MS, signal)
        if (signal.aborted) return
        check()
      }
    },
  }
}

const isSame = (a: XmlRpcTls, b: XmlRpcTls): boolean =>
  a.certificate === b.certificate && a.key === b.key && a.clientCa === b.clientCa
