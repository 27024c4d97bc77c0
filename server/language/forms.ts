/** What the language has built in, as MOM names it in its messages. One table: evaluator and checker read it. */

export type Arity = Readonly<{
  least: number
  most: number | undefined /** MOM's name of it in messages. */
  word: string
}>

const exactly = (word: string, count: number): Arity => ({ least: count, most: count, word })
const atLeast = (word: string, least: number): Arity => ({ least, most: undefined, word })

/** Operands are code or names: these decide themselves what is evaluated. */
export const specialForms: Readonly<Record<string, Arity>> = {
  def: exactly('def', 3),
  defun: exactly('def', 3),
  defvar: exactly('defvar', 2),
  set: exactly('set', 2),
  setq: exactly('set', 2),
  let: atLeast('let', 2),
  with: exactly('with', 3),
  if: exactly('if', 3),
}

/** All operands are evaluated first, those of `and` and `or` too. */
export const builtIns: Readonly<Record<string, Arity>> = {
  ...Object.fromEntries(
    ['add', 'sub', 'mul', 'div', 'lt', 'gt', 'lte', 'gte', 'eq', 'neq', 'shl', 'shr'].map(word => [
      word,
      exactly(word, 2),
    ]),
  ),
  and: atLeast('and', 1),
  or: atLeast('or', 1),
  not: exactly('not', 1),
  min: atLeast('min', 1),
  max: atLeast('max', 1),
  null: atLeast('null', 0),
  valid: atLeast('valid', 0),
}

export const operatorWords: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '<': 'lt',
  '>': 'gt',
  '<=': 'lte',
  '>=': 'gte',
  '<<': 'shl',
  '>>': 'shr',
  '==': 'eq',
  '!=': 'neq',
}

/** Variables that every evaluation begins with. */
export const presetNames = ['abs', 'debug'] as const

export const arityOf = (name: string): Arity | undefined =>
  Object.hasOwn(specialForms, name) ? specialForms[name] : Object.hasOwn(builtIns, name) ? builtIns[name] : undefined

/** undefined: so many operands are right. */
export function arityProblem({ least, most, word }: Arity, count: number, momLine: number): string | undefined {
  if (most !== undefined && count !== most) return `arity mismatch in doc parsing of 'c_${word}' on line ${momLine}`
  return count < least ? `not enough arguments for 'c_${word}' on line ${momLine}` : undefined
}
