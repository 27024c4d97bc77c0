import type { Express } from 'express'
import { readXmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Config } from '../config/settings.ts'
import { sleep } from '../cycles/sleep.ts'
import type { Log } from '../telemetry/log.ts'
import { createEnginePaths } from '../xmlrpc/engine-paths.ts'
import { keepTlsCurrent } from '../xmlrpc/keep-tls-current.ts'
import { listenXmlRpc } from '../xmlrpc/listen-xml-rpc.ts'
import { CliFailure } from './outcome.ts'

/** Where an endpoint can be called from when this resolves. Rejects with CliFailure when that cannot be had. */
export type OpenDoor = (endpoint: Express) => Promise<OpenedDoor>

export type OpenedDoor = Readonly<{
  port: number
  addresses: readonly string[]
  /** Keeps the certificate current until the signal aborts; ends at once without TLS. */
  run(signal: AbortSignal): Promise<void>
  /** Takes no more calls; those under way may go on for a moment. */
  close(): Promise<void>
}>

/** The listener of the configuration. Throws ConfigError at once for a certificate that cannot be used. */
export function xmlRpcDoor(config: Config, log: Log): OpenDoor {
  const tls = readXmlRpcTls(config)
  const port = config['xmlrpc.port']
  return async endpoint => {
    const { replaceTls, ...listening } = await listenXmlRpc(endpoint, {
      port,
      addresses: config['xmlrpc.addresses'],
      allowFrom: config['xmlrpc.allowFrom'],
      requestTimeoutMs: config['xmlrpc.callTimeout'] * 1000,
      tls,
      log,
    }).catch((error: Error) => {
      throw new CliFailure(`XML-RPC cannot listen on port ${port}: ${error.message}`, { cause: error })
    })
    const keeper =
      tls && keepTlsCurrent({ current: tls, read: () => readXmlRpcTls(config), replace: replaceTls, sleep, log })
    return { ...listening, run: async signal => keeper?.run(signal) }
  }
}

/** The listener for several engines, opened at once, and within it the door of each by its name. */
export async function xmlRpcDoors(
  config: Config,
  names: readonly string[],
  log: Log,
): Promise<OpenedDoor & Readonly<{ of(name: string): OpenDoor }>> {
  const paths = createEnginePaths(names, log, Date.now)
  const door = await xmlRpcDoor(config, log)(paths.app)
  return {
    ...door,
    of: name => async endpoint => {
      paths.open(name, endpoint)
      return { ...door, run: async () => undefined, close: async () => paths.shut(name) }
    },
  }
}
