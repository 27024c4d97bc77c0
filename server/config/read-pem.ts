import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'
import { readSecretFile } from './read-secret-file.ts'

/** PEM files that settings name. What is wrong with one is a sentence that begins with its setting. */

/** The certificates of a PEM file; undefined: they cannot be used, and `problems` has grown. */
export function readCertificates(
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

/** A private key that only its owner may read; undefined: it cannot be used, and `problems` has grown. */
export function readKey(
  setting: string,
  file: string,
  problems: string[],
): { pem: string; parsed: KeyObject } | undefined {
  try {
    const pem = readSecretFile(setting, file)
    // Looked for first: OpenSSL would ask at the terminal, which a service does not have.
    if (/^(?:-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(pem)) {
      problems.push(
        `${setting} ${file} is locked with a passphrase; unlock it with: openssl pkey -in ${file} -out <new file>`,
      )
      return undefined
    }
    return { pem, parsed: createPrivateKey(pem) }
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems)
    else problems.push(`${setting} ${file} holds no private key in PEM form; name the key, not the certificate`)
  }
  return undefined
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
