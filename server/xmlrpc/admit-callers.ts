import { BlockList, type Server } from 'node:net'
import { familyOf, parseNetwork, plainAddress } from '../config/network.ts'

/** Whether an address may call. Of no networks at all, everybody may. Throws RangeError for what is no network. */
export function allowList(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => true
  // One list for each family: a single one would let ::/0 admit every IPv4 caller too.
  const listed = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const text of networks) {
    const network = parseNetwork(text)
    if (network === undefined) throw new RangeError(`${text} is neither an address nor a network`)
    listed[network.family].addSubnet(network.address, network.prefix, network.family)
  }
  return address => {
    const plain = plainAddress(address)
    const family = familyOf(plain)
    return family !== undefined && listed[family].check(plain, family)
  }
}

/**
 * Lets only callers through whose address is allowed; others are cut off before a byte is read, TLS included. `server`
 * may be of any kind, but must have all its listeners for connections already.
 */
export function admitCallers(
  server: Server,
  isAllowed: (address: string) => boolean,
  onTurnedAway: (address: string) => void,
): void {
  const serve = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', socket => {
    // Also keeps the address with the socket, so that it can still be told when the connection is gone.
    const address = socket.remoteAddress
    if (address !== undefined && isAllowed(address)) {
      for (const listener of serve) Reflect.apply(listener, server, [socket])
      return
    }
    socket.destroy()
    // undefined: the caller hung up at once.
    if (address !== undefined) onTurnedAway(plainAddress(address))
  })
}
