import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { HostError } from '../host-error.ts'

/** RFC 5802 with SHA-256 (RFC 7677), without channel binding: the one mechanism that vdsm leaves on its hosts. */
export const SCRAM_MECHANISM = 'SCRAM-SHA-256'

const NO_BINDING = 'n,,'
const MOST_ITERATIONS = 1_000_000
const derive = promisify(pbkdf2)

export type Scram = Readonly<{
  first: Uint8Array
  /** The proof, from what the server answered to `first`. */
  proof(serverFirst: Uint8Array): Promise<Uint8Array>
  /** Throws unless the server has shown that it knows the password too. */
  verify(serverFinal: Uint8Array): void
}>

/** `nonce`: printable, without a comma; given by tests only. */
export function startScram(user: string, password: string, nonce = randomBytes(18).toString('base64')): Scram {
  const bare = `n=${user.normalize('NFKC').replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`
  let expected: Buffer | undefined
  return {
    first: Buffer.from(NO_BINDING + bare),
    async proof(serverFirst) {
      const said = Buffer.from(serverFirst).toString()
      const { r = '', s = '', i = '' } = attributes(said)
      const iterations = Number(i)
      // Whoever answers with somebody else's nonce did not hear us; a count without a bound would keep us computing.
      if (!r.startsWith(nonce) || r === nonce || s === '') throw failed('its first answer is not one')
      if (!Number.isInteger(iterations) || iterations < 1 || iterations > MOST_ITERATIONS)
        throw failed('bad iterations')
      const salted = await derive(password.normalize('NFKC'), Buffer.from(s, 'base64'), iterations, 32, 'sha256')
      const clientKey = hmac(salted, 'Client Key')
      const storedKey = createHash('sha256').update(clientKey).digest()
      const final = `c=${Buffer.from(NO_BINDING).toString('base64')},r=${r}`
      const signed = `${bare},${said},${final}`
      const signature = hmac(storedKey, signed)
      expected = hmac(hmac(salted, 'Server Key'), signed)
      const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)))
      return Buffer.from(`${final},p=${proof.toString('base64')}`)
    },
    verify(serverFinal) {
      const { v = '' } = attributes(Buffer.from(serverFinal).toString())
      const given = Buffer.from(v, 'base64')
      if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw failed('it could not show that it knows the password')
      }
    },
  }
}

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest()

function attributes(message: string): Readonly<Record<string, string>> {
  const pairs = message.split(',').map(part => [part.slice(0, 1), part.slice(2)] as const)
  return Object.fromEntries(pairs)
}

const failed = (why: string) => new HostError('host-authentication', `The host is not who it should be: ${why}.`)
