import { LanguageError } from './language-error.ts'
import { defaultLimits } from './limits.ts'
import { type Compatibility, scan, type Token } from './scan.ts'
import type { Source, Span } from './source.ts'

export type AtomKind = Exclude<Token['kind'], 'bracket'>

/** One word of a policy. `text` is as written, quotes included. */
export type Atom = Readonly<{ kind: AtomKind; text: string; span: Span; momLine: number }>

/** A list; `{ … }` is one whose first item is the symbol `eval`, which is nowhere in the text. */
export type List = Readonly<{
  kind: 'list'
  open: '(' | '[' | '{'
  items: readonly Node[]
  span: Span
  momLine: number
}>

export type Node = Atom | List

const closing = { '(': ')', '[': ']', '{': '}' } as const
type Open = keyof typeof closing

type OpenList = { token: Token; items: Node[] }

/**
 * A whole program: one or more expressions; none at all is allowed in `safe` only (MOM fails on a policy of comments).
 * @throws LanguageError `lexical`, `parse`, `limit`
 */
export function parse(source: Source, compatibility: Compatibility = 'safe', limits = defaultLimits): Node[] {
  const program: Node[] = []
  const open: OpenList[] = []
  for (const token of scan(source, compatibility, limits)) {
    const items = open.at(-1)?.items ?? program
    if (token.kind !== 'bracket') items.push({ ...token, kind: token.kind })
    else if (token.text in closing) {
      if (open.length >= limits.nesting)
        throw new LanguageError('limit', `lists nested deeper than ${limits.nesting}`, { span: token.span })
      open.push({ token, items: token.text === '{' ? [{ ...token, kind: 'symbol', text: 'eval' }] : [] })
    } else {
      const list = close(open.pop(), token)
      ;(open.at(-1)?.items ?? program).push(list)
    }
  }
  const left = open.at(-1)
  if (left !== undefined)
    throw new LanguageError('parse', 'parse error', {
      span: left.token.span,
      suggestion: `this "${left.token.text}" is never closed`,
    })
  if (program.length === 0 && compatibility === 'strict')
    throw new LanguageError('parse', 'parse error', {
      span: { start: 0, end: 0 },
      suggestion: 'there is no expression in the policy',
    })
  return program
}

function close(open: OpenList | undefined, token: Token): List {
  if (open === undefined)
    throw new LanguageError('parse', 'parse error', {
      span: token.span,
      suggestion: `this "${token.text}" closes nothing`,
    })
  const bracket = open.token.text as Open
  if (closing[bracket] !== token.text)
    throw new LanguageError('parse', 'parse error', {
      span: token.span,
      suggestion: `"${bracket}" is closed by "${closing[bracket]}", not by "${token.text}"`,
    })
  return {
    kind: 'list',
    open: bracket,
    items: open.items,
    span: { start: open.token.span.start, end: token.span.end },
    momLine: open.token.momLine,
  }
}

/** The text of a tree, with single blanks; parsing it gives the same tree, but for places. */
export function printNode(node: Node): string {
  if (node.kind !== 'list') return node.text
  const items = node.open === '{' ? node.items.slice(1) : node.items
  return `${node.open}${items.map(printNode).join(' ')}${closing[node.open]}`
}
