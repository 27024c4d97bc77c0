import type { Parameters } from '../../shared/policy/parameter.ts'
import { propertiesRegex } from '../../shared/policy/properties.ts'
import type { UnitDescription, UnitFunction } from '../../shared/policy/unit.ts'
import type { UnitRuntime } from './unit-runtime.ts'

/** Those that are offered: all that nobody has disabled. */
export const offeredUnits = (runtime: Pick<UnitRuntime, 'list'>): readonly UnitDescription[] =>
  runtime
    .list()
    .filter(({ disabled }) => disabled === undefined)
    .map(({ unit }) => unit)

const groups: readonly (readonly [group: string, element: string, UnitFunction])[] = [
  ['Filters', 'Filter', 'filter'],
  ['CostFunctions', 'CostFunction', 'score'],
  ['Balances', 'Balance', 'balance'],
]

/**
 * The `PolicyUnits` document of oVirt's feature page for the external scheduler: units by function, with property
 * expressions and, in the same order, the default values, both separated by `;`.
 */
export function policyUnitsDocument(units: readonly UnitDescription[]): string {
  const elements = groups.map(([group, element, offered]) => {
    const members = units.filter(({ functions }) => functions.includes(offered))
    return `<${group}>${members.map(unit => unitElement(element, unit, offered)).join('')}</${group}>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><PolicyUnits>${elements.join('')}</PolicyUnits>`
}

function unitElement(element: string, unit: UnitDescription, offered: UnitFunction): string {
  const { id, description, describes, parameters } = unit
  const text = describes?.[offered] ?? description
  return `<${element}>${tag('name', id)}${tag('description', text)}${propertiesElement(id, parameters)}</${element}>`
}

function propertiesElement(id: string, parameters: Parameters): string {
  const defaults = Object.values(parameters).map(parameter => String(parameter.default))
  if (defaults.length === 0) return ''
  const custom = tag('CustomProperties', propertiesRegex(parameters))
  return `<Properties>${tag('name', id)}${custom}${tag('default_values', defaults.join(';'))}</Properties>`
}

const tag = (name: string, content: string): string => `<${name}>${escaped(content)}</${name}>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

/** Characters that XML 1.0 cannot hold at all are dropped: a plugin's docstring may have any. */
const escaped = (content: string): string =>
  content
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>\r]/g, found => entities[found] ?? found)
