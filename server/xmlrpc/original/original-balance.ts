import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import type { BalanceAnswer, Outcome } from '../../runtime/unit-runtime.ts'
import { type Complaints, NO_MOVE, resultStruct } from '../result-struct.ts'
import { breakCall } from './break-call.ts'

/** As the original daemon: what the plugin printed, element by element; a plugin that fails moves nothing, in silence. */
export function originalBalance(outcome: Outcome<BalanceAnswer>, complaints: Complaints): XmlRpcValue {
  breakCall(outcome)
  if (!outcome.ok) return resultStruct(NO_MOVE, complaints)
  const { move, written } = outcome.value
  if (written !== undefined) return resultStruct(written as readonly XmlRpcValue[], complaints)
  return resultStruct(move === undefined ? NO_MOVE : [move.vmId, move.toHostIds], complaints)
}
