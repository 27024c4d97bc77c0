import type { PolicyUnitKind } from '../../../shared/model/cluster.ts'
import { isList, isStruct, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { type OfferedUnit, UnreadableReply } from '../world/external-scheduler.ts'

const kinds: Readonly<Record<string, PolicyUnitKind>> = {
  filters: 'filter',
  scores: 'weight',
  balance: 'load_balancing',
}

export type Discovery = Readonly<{ units: readonly OfferedUnit[]; dropped: readonly string[] }>

/**
 * The units of a reply, and the names of those dropped because their list of properties is not in the engine's grammar.
 * Anything else out of order spoils the whole reply. Throws UnreadableReply.
 */
export function readDiscovery(reply: XmlRpcValue): Discovery {
  if (!isStruct(reply)) throw unreadable('it is not a struct')
  const units: OfferedUnit[] = []
  const dropped: string[] = []
  for (const [member, offered] of Object.entries(reply)) {
    const kind = Object.hasOwn(kinds, member) ? kinds[member] : undefined
    if (kind === undefined) throw unreadable(`it has a member ${member}`)
    if (!isStruct(offered)) throw unreadable(`${member} is not a struct`)
    for (const [name, entry] of Object.entries(offered)) {
      const { description, regexes } = readEntry(name, entry)
      const properties = parsePropertyList(regexes)
      if (properties === undefined) dropped.push(name)
      else units.push({ kind, name, description, properties })
    }
  }
  return { units, dropped }
}

/** Elements beyond the second are ignored. */
function readEntry(name: string, entry: XmlRpcValue): { description: string; regexes: string } {
  const [description, regexes] = isList(entry) ? entry : []
  if (description === undefined || regexes === undefined) throw unreadable(`${name} has less than two elements`)
  if (description === null || regexes === null) throw unreadable(`${name} has a null`)
  return { description: String(description), regexes: String(regexes) }
}

const LIST = /^([a-zA-Z0-9_]+=[^;]*(;[a-zA-Z0-9_]+=[^;]*)*;?)?$/

/** `name=regex;name=regex`, no blanks around names, perhaps one `;` at the end. undefined: not in that grammar. */
export function parsePropertyList(text: string): Record<string, string> | undefined {
  if (!LIST.test(text)) return undefined
  const pairs = text.split(';').filter(pair => pair !== '')
  return Object.fromEntries(
    pairs.map(pair => {
      const equals = pair.indexOf('=')
      return [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
}

const unreadable = (problem: string): UnreadableReply => new UnreadableReply('discover', problem)
