import type { XmlRpcReply } from '../../protocol/xmlrpc/xml-rpc-value.ts'

type OrLater<T> = T | Promise<T>

/** By MOM's names and in its units. bigint: an integer; number: a float; null: an optional figure that is missing. */
export type MomSample = Readonly<Record<string, XmlRpcReply>>

export type MomStatistics = Readonly<{
  /** The last sample of the host. */
  host: MomSample
  /** By the name of the VM, the last sample of those that are ready. */
  guests: Readonly<Record<string, MomSample>>
}>

/**
 * What MOM's RPC methods do, for whoever keeps the policies and the samples of one host. Calls may come at once, so each
 * has to be whole in itself; a policy that is refused leaves everything as it was. What is thrown here is a bug.
 */
export type MomPort = Readonly<{
  /** All named policies in the order of their names, joined by one newline; "0" when there are none. */
  getPolicy(): OrLater<string>
  /** In place of all named policies, under MOM's own name for it; undefined: no policy any more. false: refused. */
  setPolicy(text: string | undefined): OrLater<boolean>
  getNamedPolicies(): OrLater<Readonly<Record<string, string>>>
  /**
   * Name undefined: MOM's own for a single policy. Text undefined: deletes, also what is not there. false: the policies
   * together could not be read, and are what they were.
   */
  setNamedPolicy(name: string | undefined, text: string | undefined): OrLater<boolean>
  /** Back to the policies of the configuration; undefined: it has none. */
  resetPolicies(): OrLater<true | undefined>
  /** As MOM takes it: 5 or debug, 4 or info, 3 or warn, 2 or error, 1 or critical; anything else is debug. */
  setVerbosity(text: string): OrLater<true>
  /** undefined: the host is not ready. */
  getStatistics(): OrLater<MomStatistics | undefined>
  /** Names of the VMs that are ready. */
  getActiveGuests(): OrLater<readonly string[]>
}>
