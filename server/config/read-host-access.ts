import { createSecureContext } from 'node:tls'
import { ConfigError } from './config-error.ts'
import { messageOf, readCertificates, readKey } from './read-pem.ts'
import { readSecretFile } from './read-secret-file.ts'
import type { Config } from './settings.ts'

/** PEM text: who the hosts must be, and who we are to them. */
export type HostTls = Readonly<{ ca: string; certificate: string; key: string }>

type Named = Pick<Config, 'hosts.caFile' | 'hosts.certificateFile' | 'hosts.keyFile'>
type Sasl = Pick<Config, 'hosts.saslUser' | 'hosts.saslPasswordFile'>

const files = ['hosts.caFile', 'hosts.certificateFile', 'hosts.keyFile'] as const

/** Certificates and key for the hosts, found to fit together; undefined: none is named. Throws ConfigError with every problem. */
export function readHostTls(config: Named): HostTls | undefined {
  const [caFile, certificateFile, keyFile] = files.map(name => config[name])
  if (!caFile || !certificateFile || !keyFile) return undefined
  const problems: string[] = []
  const ca = readCertificates('hosts.caFile', caFile, problems)
  const certificate = readCertificates('hosts.certificateFile', certificateFile, problems)
  const key = readKey('hosts.keyFile', keyFile, problems)
  if (certificate !== undefined && key !== undefined && !certificate.first.checkPrivateKey(key.parsed)) {
    problems.push(
      `hosts.keyFile ${keyFile} does not fit the first certificate in hosts.certificateFile ${certificateFile}; ` +
        'name the key it was made with',
    )
  }
  if (ca === undefined || certificate === undefined || key === undefined || problems.length > 0)
    throw new ConfigError(problems)
  const tls = { ca: ca.pem, certificate: certificate.pem, key: key.pem }
  try {
    createSecureContext({ ca: tls.ca, cert: tls.certificate, key: tls.key })
  } catch (error) {
    // e.g. a key that is too short: "ee key too small"
    const why = `hosts.certificateFile ${certificateFile} cannot be used: ${messageOf(error)}; have a new one made`
    throw new ConfigError([why])
  }
  return tls
}

/** Whom libvirt knows us as; undefined: it does not ask. Throws ConfigError. */
export function readHostSasl(config: Sasl): Readonly<{ user: string; password: string }> | undefined {
  const [user, file] = [config['hosts.saslUser'], config['hosts.saslPasswordFile']]
  if (user === '' || file === '') return undefined
  const password = readSecretFile('hosts.saslPasswordFile', file).split(/\r?\n/, 1)[0] ?? ''
  if (password === '')
    throw new ConfigError([`hosts.saslPasswordFile ${file} is empty; write the password on its first line`])
  return { user, password }
}
