import { isLoopback } from './network.ts'
import type { ConfValue } from './parse-scheduler-conf.ts'
import type { Config } from './settings.ts'

/** What does not fit together in how the service is reached, each with its fix. */
export const transportProblems = (config: Config, ssl: ConfValue | undefined): string[] => [
  ...restProblems(config),
  ...xmlRpcProblems(config, ssl),
]

/** The REST API takes the tokens of administrators and has no TLS of its own: a web server on this machine adds it. */
function restProblems(config: Config): string[] {
  const address = config['rest.address']
  if (isLoopback(address) || config['rest.allowPlainOutside']) return []
  return [
    `rest.address is ${address}, where tokens would go over the network in plain HTTP; leave it at 127.0.0.1 behind the engine's web server, or set rest.allowPlainOutside where something else adds TLS`,
  ]
}

/**
 * Of the XML-RPC transport. `ssl` is what scheduler.conf
 * says: when it is the one that demands TLS, the fix may be there.
 */
function xmlRpcProblems(config: Config, ssl: ConfValue | undefined): string[] {
  const certificate = config['xmlrpc.tlsCertificate'] !== ''
  const key = config['xmlrpc.tlsKey'] !== ''
  if (certificate && !key) return ['xmlrpc.tlsCertificate is set without xmlrpc.tlsKey; set both, or neither']
  if (key && !certificate) return ['xmlrpc.tlsKey is set without xmlrpc.tlsCertificate; set both, or neither']
  if (certificate) return []

  const problems: string[] = []
  if (config['xmlrpc.clientCa'] !== '') {
    problems.push(
      'xmlrpc.clientCa asks callers for a certificate, which needs TLS; set xmlrpc.tlsCertificate and xmlrpc.tlsKey',
    )
  }
  if (config['xmlrpc.requireTls']) {
    const demand = ssl === undefined ? 'xmlrpc.requireTls' : `${ssl.place}=${ssl.value}`
    const orElse = ssl === undefined ? 'set it to false' : 'write ssl=false there'
    problems.push(
      `${demand} demands TLS, but there is no certificate; set xmlrpc.tlsCertificate and xmlrpc.tlsKey, or ${orElse} for plain HTTP`,
    )
  }
  return problems
}
