import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { PLANNER } from '../../apply/plans.ts'
import { service } from '../../apply/services.ts'
import { engineUnits } from '../../scheduling/engine-units.ts'
import { REFUSAL_FILTER } from '../../scheduling/pipeline/learned-refusals.ts'
import { builtInPolicies } from '../../scheduling/policies/built-in-policies.ts'
import { builtInUnits } from '../../units/built-in-units.ts'

/**
 * Members whose texts come from a fixed list, of ours or of the engine, and tell nothing of a site. Everything that is not named here
 * is replaced: a member that is added later is hidden until somebody has thought about it.
 */
const plainMembers: ReadonlySet<string> = new Set([
  ...['kind', 'state', 'status', 'code', 'outcome', 'mode', 'wantedMode', 'action', 'function', 'askedBy', 'asked'],
  ...['placement', 'pinning', 'onError', 'spm', 'externalStatus', 'architecture', 'engineVersion', 'origin', 'via'],
  ...['customMachine', 'customCpu', 'customVersion', 'type', 'family', 'version', 'node', 'level', 'method', 'route'],
  ...['standing', 'knob', 'by', 'controller', 'request', 'counts', 'memory', 'isolation', 'part', 'objective'],
  ...['onUnknown', 'functions', 'duty', 'operation', 'api'],
])

/** Words have no spaces and are short; a sentence under such a name is somebody's text. */
const isWord = (text: string): boolean => /^[\w.+:-]{0,48}$/.test(text)
/** As "9.4 - 1.el9". */
const isVersion = (text: string): boolean => /^\d[\w.+: -]{0,47}$/.test(text)

/** The sentences of the log are ours; whatever they are about stands in fields beside them. */
export const isPlain = (member: string, text: string): boolean =>
  member === 'msg' || (plainMembers.has(member) && isWord(text)) || (member === 'version' && isVersion(text))

/** Members whose own members are values of properties: figures and switches there decide, and tell nothing. */
export const figureMembers: ReadonlySet<string> = new Set(['properties', 'values', 'cpuPins'])

export const isFigure = (text: string): boolean => /^(true|false|-?\d+(\.\d+)?)$/.test(text)
/** "0-3,^2" */
export const isCpuSet = (text: string): boolean => /^[\d,^-]+$/.test(text)

/** Names and ids that every site has: those of built-in policy units and policies, of ours and of the engine. */
export function plainWords(records: readonly SupportRecord[]): ReadonlySet<string> {
  const ours = [service.id, PLANNER, 'none', 'default', 'host_policy', 'built-in', ...builtInUnits.map(({ id }) => id)]
  const ofUnits = [...engineUnits.map(({ name }) => name), REFUSAL_FILTER]
  const ofPolicies = builtInPolicies.flatMap(({ id, name }) => [id, name])
  const ofEngine = records.flatMap(({ kind, value }) => {
    if (kind !== 'snapshot') return []
    const { units = [], policies = [] } = value as Partial<Snapshot>
    const known = [...units.filter(({ internal }) => internal), ...policies.filter(({ locked }) => locked)]
    return known.flatMap(({ id, name }) => [id, name])
  })
  return new Set([...ours, ...ofUnits, ...ofPolicies, ...ofEngine])
}
