/** Licences that what we ship may be under: they ask for nothing but that their text comes along. */
const shippable = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  // Fonts of PatternFly; never a package's own licence.
  'OFL-1.1',
]

/** Besides, what only builds and tests may be under: none of it is passed on. */
const forToolsOnly = ['MPL-2.0', 'CC-BY-4.0']

/**
 * Whether an SPDX expression is allowed: one of what OR joins, all of what AND joins. Parentheses within it and WITH are
 * refused, and so need a look by a person.
 */
export function isAllowedLicence(expression: string, use: 'shipped' | 'tool'): boolean {
  const allowed = new Set(use === 'tool' ? [...shippable, ...forToolsOnly] : shippable)
  // Round the whole of it they mean nothing.
  const bare = expression.replace(/^\(([^()]*)\)$/, '$1')
  return bare.split(' OR ').some(choice => choice.split(' AND ').every(id => allowed.has(id)))
}
