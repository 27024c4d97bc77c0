import { createSecureContext } from 'node:tls'
import { ConfigError } from './config-error.ts'
import { messageOf, readCertificates, readKey } from './read-pem.ts'
import type { Config } from './settings.ts'

/** PEM text. With `clientCa` a caller must present a certificate that one of its authorities signed. */
export type XmlRpcTls = Readonly<{ certificate: string; key: string; clientCa?: string }>

type TlsSettings = Pick<Config, 'xmlrpc.tlsCertificate' | 'xmlrpc.tlsKey' | 'xmlrpc.clientCa'>

/**
 * What the XML-RPC endpoint needs to speak TLS, read from its files and found to fit together; undefined: plain HTTP.
 * Throws ConfigError with every problem. The files may be read again at any time, to see whether they were renewed.
 */
export function readXmlRpcTls(config: TlsSettings): XmlRpcTls | undefined {
  const [certificateFile, keyFile] = [config['xmlrpc.tlsCertificate'], config['xmlrpc.tlsKey']]
  if (certificateFile === '' || keyFile === '') return undefined
  const problems: string[] = []
  const certificate = readCertificates('xmlrpc.tlsCertificate', certificateFile, problems)
  const key = readKey('xmlrpc.tlsKey', keyFile, problems)
  const caFile = config['xmlrpc.clientCa']
  const clientCa = caFile === '' ? undefined : readCertificates('xmlrpc.clientCa', caFile, problems)
  if (certificate !== undefined && key !== undefined && !certificate.first.checkPrivateKey(key.parsed)) {
    problems.push(
      `xmlrpc.tlsKey ${keyFile} does not fit the first certificate in xmlrpc.tlsCertificate ${certificateFile}; ` +
        'name the key it was made with, and put the endpoint’s own certificate before those of its issuers',
    )
  }
  if (certificate === undefined || key === undefined || problems.length > 0) throw new ConfigError(problems)

  const tls = { certificate: certificate.pem, key: key.pem, ...(clientCa && { clientCa: clientCa.pem }) }
  try {
    createSecureContext({ cert: tls.certificate, key: tls.key, ca: tls.clientCa })
  } catch (error) {
    // e.g. a key that is too short: "ee key too small"
    throw new ConfigError([
      `xmlrpc.tlsCertificate ${certificateFile} cannot be used: ${messageOf(error)}; have a new one made`,
    ])
  }
  return tls
}
