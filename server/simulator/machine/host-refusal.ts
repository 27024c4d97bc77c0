/** Codes of the service's HostErrorCode that a simulated host can mean. */
export type HostRefusalCode = 'host-unreachable' | 'host-busy' | 'host-no-such-vm' | 'host-refused' | 'host-unsupported'

/** A simulated host did not do what it was asked. `no-such-host`: the simulated engine has none of that id. */
export class HostRefusal extends Error {
  readonly code: HostRefusalCode | 'no-such-host'
  constructor(code: HostRefusal['code'], message: string) {
    super(message)
    this.name = 'HostRefusal'
    this.code = code
  }
}
