import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ConfigError } from './load-config.ts'
import { readSecretFile } from './read-secret-file.ts'
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
  const key = readKey(keyFile, problems)
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

function readCertificates(
  setting: string,
  file: string,
  problems: string[],
): { pem: string; first: X509Certificate } | undefined {
  try {
    const pem = readFileSync(file, 'utf8')
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    const [first] = blocks.map((block, index) => parseCertificate(block, index + 1))
    if (first !== undefined) return { pem, first }
    problems.push(`${setting} ${file} holds no certificate in PEM form; convert it with: openssl x509 -in ${file}`)
  } catch (error) {
    problems.push(`${setting} ${file} cannot be read: ${messageOf(error)}`)
  }
  return undefined
}

function parseCertificate(block: string, position: number): X509Certificate {
  try {
    return new X509Certificate(block)
  } catch (error) {
    throw new Error(`certificate ${position} in it is damaged (${messageOf(error)}); copy it again`, { cause: error })
  }
}

function readKey(file: string, problems: string[]): { pem: string; parsed: KeyObject } | undefined {
  try {
    const pem = readSecretFile('xmlrpc.tlsKey', file)
    // Looked for first: OpenSSL would ask at the terminal, which a service does not have.
    if (/^(?:-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(pem)) {
      problems.push(
        `xmlrpc.tlsKey ${file} is locked with a passphrase; unlock it with: openssl pkey -in ${file} -out <new file>`,
      )
      return undefined
    }
    return { pem, parsed: createPrivateKey(pem) }
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems)
    else problems.push(`xmlrpc.tlsKey ${file} holds no private key in PEM form; name the key, not the certificate`)
  }
  return undefined
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
