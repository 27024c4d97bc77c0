import { isIP } from 'node:net'

export type Network = Readonly<{ address: string; prefix: number; family: 'ipv4' | 'ipv6' }>

const WIDTHS = { ipv4: 32, ipv6: 128 } as const
const MAPPED_BITS = WIDTHS.ipv6 - WIDTHS.ipv4

/** One address or a network in CIDR form: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`. undefined: neither. */
export function parseNetwork(text: string): Network | undefined {
  const [given = '', bits, ...more] = text.trim().split('/')
  const address = plainAddress(given)
  const family = familyOf(address)
  // A zone belongs to this machine's own interfaces; callers are compared without one.
  if (family === undefined || given.includes('%') || more.length > 0) return undefined
  if (bits === undefined) return { address, prefix: WIDTHS[family], family }
  if (!/^[0-9]{1,3}$/.test(bits)) return undefined
  const prefix = address === given ? Number(bits) : Number(bits) - MAPPED_BITS
  return prefix >= 0 && prefix <= WIDTHS[family] ? { address, prefix, family } : undefined
}

/** `::ffff:192.0.2.7`, as a socket for both families names an IPv4 caller, is 192.0.2.7; a zone (`%eth0`) is dropped. */
export function plainAddress(address: string): string {
  const unzoned = address.replace(/%.*$/s, '')
  return /^::ffff:([0-9.]+)$/i.exec(unzoned)?.[1] ?? unzoned
}

export function familyOf(address: string): Network['family'] | undefined {
  const version = isIP(address)
  if (version === 0) return undefined
  return version === 4 ? 'ipv4' : 'ipv6'
}

/** Whether an address, or `localhost`, is of this machine alone. */
export const isLoopback = (address: string): boolean =>
  /^(127(\.[0-9]{1,3}){3}|::1|localhost)$/i.test(plainAddress(address))
