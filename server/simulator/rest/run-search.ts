import { type Context, flag, maxOf } from './context.ts'
import { type Operator, parseSearch, type SearchQuery, type Term } from './parse-search.ts'
import type { SearchField, SearchTable } from './search-field.ts'

const DEFAULT_PAGE_SIZE = 100 // of a query that asks for a page without `max`

type Predicate<Item> = (item: Item) => boolean

/**
 * Applies `search`, `max` and `case_sensitive` of the request. An invalid query finds nothing: the engine answers it
 * with an empty list and 200, so that it cannot be told from one without a match.
 */
export function runSearch<Item>(context: Context, table: SearchTable<Item>, items: readonly Item[]): readonly Item[] {
  const query = parseSearch(context.query.get('search') ?? '')
  if (query === undefined) return []
  const predicate = compile(context, table, query)
  const order = orderOf(context, table, query)
  if (predicate === undefined || order === undefined) return []
  const found = items.filter(predicate).sort(order)
  const max = maxOf(context)
  if (query.page === undefined) return found.slice(0, max)
  const size = max === Number.POSITIVE_INFINITY ? DEFAULT_PAGE_SIZE : max
  return found.slice((query.page - 1) * size, query.page * size)
}

function compile<Item>(context: Context, table: SearchTable<Item>, query: SearchQuery): Predicate<Item> | undefined {
  let valid = true
  const every = query.every.map(alternatives =>
    alternatives.map(terms =>
      terms.map(term => {
        const predicate = compileTerm(context, table, term)
        valid &&= predicate !== undefined
        return predicate ?? (() => false)
      }),
    ),
  )
  if (!valid) return undefined
  return item => every.every(alternatives => alternatives.some(terms => terms.every(predicate => predicate(item))))
}

function compileTerm<Item>(context: Context, table: SearchTable<Item>, term: Term): Predicate<Item> | undefined {
  if (term.field === undefined) {
    const parts = table.freeText.map(name =>
      compileField(context, fieldOf(table, name), { ...term, value: `*${term.value}*` }),
    )
    return item => parts.some(predicate => predicate?.(item) === true)
  }
  return compileField(context, fieldOf(table, term.field), term)
}

function fieldOf<Item>(table: SearchTable<Item>, name: string): SearchField<Item> | undefined {
  return Object.hasOwn(table.fields, name) ? table.fields[name] : undefined
}

function compileField<Item>(
  context: Context,
  field: SearchField<Item> | undefined,
  { operator, value }: Term,
): Predicate<Item> | undefined {
  if (field === undefined) return undefined
  switch (field.kind) {
    case 'text': {
      const like = equality(operator)
      if (like === undefined) return undefined
      const matches = likePattern(value, flag(context.query.get('case_sensitive')) ?? false)
      return item => {
        const found = field.get(context, item)
        const any = typeof found === 'string' ? matches(found) : (found?.some(matches) ?? false)
        return any === like
      }
    }
    case 'choice': {
      const same = equality(operator)
      const wanted = field.values.get(value.toLowerCase())
      return same === undefined || wanted === undefined
        ? undefined
        : item => (field.get(context, item) === wanted) === same
    }
    case 'ranked': {
      const wanted = field.ranks.indexOf(value.toLowerCase())
      return wanted < 0 ? undefined : item => compare(field.ranks.indexOf(field.get(context, item)), operator, wanted)
    }
    default: {
      const wanted = field.kind === 'time' ? Date.parse(value) : Number(value)
      if (Number.isNaN(wanted) || value.trim() === '') return undefined
      return item => {
        const found = field.get(context, item)
        return found !== undefined && compare(found, operator, wanted)
      }
    }
  }
}

/** true for `=`, false for `!=`, undefined for an order, which text does not have. */
function equality(operator: Operator): boolean | undefined {
  return operator === '=' ? true : operator === '!=' ? false : undefined
}

function compare(found: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '=':
      return found === wanted
    case '!=':
      return found !== wanted
    case '<':
      return found < wanted
    case '>':
      return found > wanted
    case '<=':
      return found <= wanted
    case '>=':
      return found >= wanted
  }
}

/** SQL LIKE with `*` for any run of characters. */
function likePattern(pattern: string, caseSensitive: boolean): (text: string) => boolean {
  const fold = (text: string) => (caseSensitive ? text : text.toLowerCase())
  const wanted = fold(pattern)
  if (!wanted.includes('*')) return text => fold(text) === wanted
  const parts = wanted.split('*').map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`, 's')
  return text => expression.test(fold(text))
}

function orderOf<Item>(
  context: Context,
  table: SearchTable<Item>,
  query: SearchQuery,
): ((a: Item, b: Item) => number) | undefined {
  const { field: name, descending } = query.sort ?? table.defaultSort
  const field = fieldOf(table, name)
  if (field === undefined) return undefined
  const sign = descending ? -1 : 1
  const key = sortKey(context, field)
  return (a, b) => {
    const left = key(a)
    const right = key(b)
    return left < right ? -sign : left > right ? sign : 0
  }
}

/** Sort keys are made once per item: a comparator asks for each of them many times. */
function sortKey<Item>(context: Context, field: SearchField<Item>): (item: Item) => string | number {
  const keys = new Map<Item, string | number>()
  return item => {
    let key = keys.get(item)
    if (key === undefined) {
      const found = field.kind === 'ranked' ? field.ranks.indexOf(field.get(context, item)) : field.get(context, item)
      key = typeof found === 'number' ? found : typeof found === 'string' ? found.toLowerCase() : (found?.join() ?? '')
      keys.set(item, key)
    }
    return key
  }
}
