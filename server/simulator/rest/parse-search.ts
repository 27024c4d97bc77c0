export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>='

/** `field` is undefined for a word on its own, which is looked up as free text. */
export type Term = Readonly<{ field: string | undefined; operator: Operator; value: string }>

/**
 * `every` of these must hold; each holds when any of its alternatives does, i.e. when all terms of that alternative do.
 * Three levels, because AND binds tighter than OR, and terms merely written side by side are joined last of all.
 */
export type SearchQuery = Readonly<{
  every: readonly (readonly (readonly Term[])[])[]
  sort: Readonly<{ field: string; descending: boolean }> | undefined
  page: number | undefined
}>

type Token = Readonly<{ kind: 'word' | 'quoted' | 'operator'; text: string }>

const TOKEN = /\s*(?:"([^"]*)"|(!=|<=|>=|=|<|>)|([^\s"=!<>]+))/y
const operators: ReadonlySet<string> = new Set(['=', '!=', '<', '>', '<=', '>='])

/** Parses the engine's search language; undefined when the query is invalid. */
export function parseSearch(query: string): SearchQuery | undefined {
  if (/[';]/.test(query)) return undefined
  const tokens = tokenize(query.trim())
  return tokens && parseTokens(tokens)
}

function tokenize(query: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < query.length) {
    const match = TOKEN.exec(query)
    if (match === null) return undefined
    const [, quoted, operator, word] = match
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted })
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator })
    else tokens.push({ kind: 'word', text: word ?? '' })
  }
  return tokens
}

function parseTokens(tokens: readonly Token[]): SearchQuery | undefined {
  const every: Term[][][] = []
  let at = 0
  let joiner: 'and' | 'or' | undefined
  let freeTexts = 0
  const keyword = (offset = 0) => {
    const token = tokens[at + offset]
    return token?.kind === 'word' ? token.text.toLowerCase() : undefined
  }

  while (at < tokens.length && !isTail(keyword())) {
    const term = readTerm(tokens, at)
    if (term === undefined) return undefined
    at += term.field === undefined ? 1 : 3
    if (term.field === undefined) freeTexts += 1
    if (freeTexts > 1) return undefined
    place(every, term, joiner)
    joiner = undefined
    const next = keyword()
    if (next === 'and' || next === 'or') {
      joiner = next
      at += 1
    }
  }
  if (joiner !== undefined) return undefined
  const tail = readTail(tokens.slice(at))
  return tail && { every, ...tail }
}

const isTail = (word: string | undefined) => word === 'sortby' || word === 'page'

function readTerm(tokens: readonly Token[], at: number): Term | undefined {
  const [first, operator, value] = tokens.slice(at, at + 3)
  if (first === undefined || first.kind === 'operator') return undefined
  if (operator?.kind !== 'operator') {
    const reserved = first.kind === 'word' && ['and', 'or'].includes(first.text.toLowerCase())
    return reserved ? undefined : { field: undefined, operator: '=', value: first.text }
  }
  if (first.kind === 'quoted' || value === undefined || value.kind === 'operator') return undefined
  return { field: first.text.toLowerCase(), operator: asOperator(operator.text), value: value.text }
}

function asOperator(text: string): Operator {
  if (!operators.has(text)) throw new Error(`the tokenizer let ${text} through as an operator`)
  return text as Operator
}

function place(every: Term[][][], term: Term, joiner: 'and' | 'or' | undefined): void {
  const group = every.at(-1)
  if (joiner === undefined || group === undefined) every.push([[term]])
  else if (joiner === 'or') group.push([term])
  else group.at(-1)?.push(term)
}

function readTail(tokens: readonly Token[]): Pick<SearchQuery, 'sort' | 'page'> | undefined {
  const words = tokens.map(token => token.text.toLowerCase())
  let sort: SearchQuery['sort']
  if (words[0] === 'sortby') {
    const field = words[1]
    if (field === undefined) return undefined
    const direction = words[2] === 'asc' || words[2] === 'desc' ? words[2] : undefined
    sort = { field, descending: direction === 'desc' }
    words.splice(0, direction === undefined ? 2 : 3)
  }
  if (words.length === 0) return { sort, page: undefined }
  const page = words[0] === 'page' && /^\d{1,9}$/.test(words[1] ?? '') ? Number(words[1]) : 0
  return page >= 1 && words.length === 2 ? { sort, page } : undefined
}
