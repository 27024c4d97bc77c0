import { createHash, generateKeyPairSync, sign } from 'node:crypto'

const OID = {
  commonName: [0x55, 0x04, 0x03],
  organization: [0x55, 0x04, 0x0a],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  basicConstraints: [0x55, 0x1d, 0x13],
}

const YEAR_MS = 365 * 24 * 3_600_000

/**
 * A self-signed CA certificate as PEM, valid for ten years from `nowMs`. Node can read certificates but not make
 * them, hence the few lines of DER (RFC 5280 §4.1). Its key is thrown away: nothing is ever signed with it.
 */
export function makeCaCertificate(name: string, nowMs: number): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(oid(OID.ecdsaWithSha256))
  const subject = sequence(
    set(sequence(oid(OID.organization), utf8('ovirt-scheduler simulator'))),
    set(sequence(oid(OID.commonName), utf8(name))),
  )
  const serial = createHash('sha256').update(publicDer).digest().subarray(0, 16)
  serial[0] = (serial[0] ?? 0) & 0x7f // a serial number is positive
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, serial),
    algorithm,
    subject,
    sequence(time(nowMs), time(nowMs + 10 * YEAR_MS)),
    subject,
    publicDer,
    der(0xa3, sequence(sequence(oid(OID.basicConstraints), boolean(true), der(0x04, sequence(boolean(true)))))),
  )
  const signature = sign('sha256', body, privateKey)
  return toPem(sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature]))))
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length])
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function set(content: Buffer): Buffer {
  return der(0x31, content)
}

function oid(bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text, 'utf8'))
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]))
}

/** GeneralizedTime, which has no trouble with any year. */
function time(ms: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`))
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
