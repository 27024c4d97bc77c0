import {
  authList,
  authPolkit,
  authTypes,
  saslInit,
  saslStart,
  saslStep,
} from '../../protocol/libvirt/connection-procedures.ts'
import { HostError } from '../host-error.ts'
import { isLibvirtError } from './libvirt-error.ts'
import type { Rpc } from './rpc.ts'
import { SCRAM_MECHANISM, startScram } from './scram.ts'

export type SaslUser = Readonly<{ user: string; password: string }>

/** What has to come first on every connection, also where nobody has to log in. */
export async function logIn(rpc: Rpc, sasl: SaslUser | undefined, signal: AbortSignal): Promise<void> {
  try {
    await logInAs(rpc, sasl, signal)
  } catch (error) {
    // Whatever its number: a polkit that cannot be asked is an "internal error".
    if (isLibvirtError(error)) throw new HostError('host-authentication', error.message, error)
    throw error
  }
}

async function logInAs(rpc: Rpc, sasl: SaslUser | undefined, signal: AbortSignal): Promise<void> {
  const types = await rpc.call(authList, undefined, signal)
  if (types.includes(authTypes.none)) return
  if (types.includes(authTypes.sasl) && sasl !== undefined) return await logInBySasl(rpc, sasl, signal)
  if (types.includes(authTypes.polkit)) {
    await rpc.call(authPolkit, undefined, signal)
    return
  }
  const why = types.includes(authTypes.sasl) ? 'a user and a password (SASL)' : `a log-in of type ${types.join(', ')}`
  throw new HostError('host-authentication', `libvirt asks for ${why}, which is not configured.`)
}

async function logInBySasl(rpc: Rpc, { user, password }: SaslUser, signal: AbortSignal): Promise<void> {
  const mechanisms = (await rpc.call(saslInit, undefined, signal)).split(',')
  if (!mechanisms.includes(SCRAM_MECHANISM)) {
    throw new HostError('host-authentication', `libvirt offers ${mechanisms.join(', ')}, but not ${SCRAM_MECHANISM}.`)
  }
  const scram = startScram(user, password)
  const first = await rpc.call(saslStart, { mechanism: SCRAM_MECHANISM, data: scram.first }, signal)
  const final = await rpc.call(saslStep, await scram.proof(first.data ?? new Uint8Array()), signal)
  scram.verify(final.data ?? new Uint8Array())
  if (!final.complete) await rpc.call(saslStep, new Uint8Array(), signal)
}
