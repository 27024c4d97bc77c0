import { isList, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { type ExternalWeight, UnreadableReply } from '../world/external-scheduler.ts'
import { readId } from './read-result.ts'

type Entries = readonly XmlRpcValue[] | undefined

/** No result at all means that no host was kept. Throws UnreadableReply. */
export const readFilterResult = (entries: Entries): string[] => (entries ?? []).map(id => readId('runFilters', id))

/** The first entry that is not a pair or a triple ends the list; those before it count. Throws UnreadableReply. */
export function readWeights(entries: Entries): ExternalWeight[] {
  const method = 'runCostFunctions'
  const weights: ExternalWeight[] = []
  for (const entry of entries ?? []) {
    if (!isList(entry) || entry.length < 2 || entry.length > 3) break
    const [hostId, weight, unitName] = entry
    if (typeof weight !== 'number') throw new UnreadableReply(method, 'a weight is not an int')
    weights.push({
      hostId: readId(method, hostId),
      weight,
      unitName: typeof unitName === 'string' ? unitName : undefined,
    })
  }
  return weights
}

/** undefined: nothing to move. Throws UnreadableReply, also for a list that is too short. */
export function readMove(entries: Entries): { vmId: string; hostIds: string[] } | undefined {
  const method = 'runLoadBalancing'
  if (entries === undefined) return undefined
  const [vm, hosts] = entries
  if (vm === undefined || hosts === undefined) throw new UnreadableReply(method, 'result has less than two elements')
  if (!isList(hosts)) throw new UnreadableReply(method, 'the hosts are not an array')
  const hostIds = hosts.map(id => readId(method, id))
  return vm === '' ? undefined : { vmId: readId(method, vm), hostIds }
}
