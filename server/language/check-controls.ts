import { closestName } from './closest-name.ts'
import { LanguageError } from './language-error.ts'
import type { Node } from './parse.ts'
import { nameOf } from './scopes.ts'

/** Controls that a policy sets and nothing reads: MOM takes any name, and a slip of the pen does nothing without a word. */
export function unreadControls(node: Node, controls: readonly string[]): LanguageError[] {
  if (node.kind !== 'list') return []
  const [head, name] = node.items
  const below = node.items.flatMap(item => unreadControls(item, controls))
  if (head?.kind !== 'symbol' || nameOf(head.text).member !== 'Control' || name?.kind !== 'string') return below
  const control = name.text.slice(1, -1)
  if (controls.includes(control)) return below
  const suggestion = closestName(control, controls) ?? `there are ${controls.join(', ')}`
  return [
    new LanguageError('malformed', `no controller reads ${control}: setting it does nothing`, {
      span: name.span,
      suggestion,
    }),
    ...below,
  ]
}
