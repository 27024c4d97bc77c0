import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { EngineError } from './http/engine-error.ts'

/** The PEM text of a file of certificate authorities. Throws EngineError `engine-ca-file` that says what is wrong with it. */
export function readCaFile(file: string): string {
  const refuse = (problem: string, cause?: unknown) =>
    new EngineError(
      'engine-ca-file',
      `engine.caFile ${file} ${problem}. The engine's own is /etc/pki/ovirt-engine/ca.pem.`,
      { cause },
    )
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, error)
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (certificates.length === 0) throw refuse('holds no certificate in PEM form')
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate)
    } catch (error) {
      throw refuse('holds a certificate that cannot be read', error)
    }
  }
  return text
}
