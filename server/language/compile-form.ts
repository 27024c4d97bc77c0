import { closestName } from './closest-name.ts'
import type { FormParts } from './compile.ts'
import { compile } from './compile.ts'
import { arityProblem, specialForms } from './forms.ts'
import { LanguageError } from './language-error.ts'
import type { Atom, Node } from './parse.ts'
import type { Code } from './run.ts'
import { innerScope, lookUp, nameOf, scopeOf, visibleNames } from './scopes.ts'
import { isList, isTrue, typeName, type Value } from './value.ts'

/** The forms whose operands are not all simply evaluated. */
export function specialCode(word: string, parts: FormParts): Code {
  const arity = specialForms[word]
  const problem = arity && arityProblem(arity, parts.operands.length, parts.head.momLine)
  if (problem !== undefined)
    return () => {
      throw new LanguageError('arity', problem, { span: parts.head.span })
    }
  switch (word) {
    case 'if':
      return ifCode(parts)
    case 'let':
      return letCode(parts)
    case 'with':
      return withCode(parts)
    case 'def':
    case 'defun':
      return defCode(parts)
    case 'defvar':
      return defvarCode(parts)
    default:
      return setCode(parts)
  }
}

function ifCode({ list, codes: [condition = nothing, yes = nothing, no = nothing] }: FormParts): Code {
  const { span } = list
  return run => {
    const value = condition(run)
    const isTaken = isTrue(value)
    run.tracer?.add({ kind: 'branch', span, condition: value, taken: isTaken ? 'then' : 'else' })
    return isTaken ? yes(run) : no(run)
  }
}

/** Functions are of the whole program, wherever they are defined; the last definition so far counts. */
const defCode = ({ head, operands: [name, parameters], codes: [, , body] }: FormParts): Code =>
  withSymbol(name, head, symbol => run => {
    if (parameters !== undefined && body !== undefined) run.functions.set(symbol, { parameters, body })
    return symbol
  })

const defvarCode = ({ head, operands: [name], codes: [, code = nothing] }: FormParts): Code =>
  withSymbol(name, head, symbol => run => {
    const value = code(run)
    const { variables } = run.scope
    const before = variables.get(symbol)
    if (before !== undefined) return before
    run.change(() => variables.delete(symbol))
    variables.set(symbol, value)
    return value
  })

const setCode = ({ head, operands: [name], codes: [, code = nothing] }: FormParts): Code =>
  withSymbol(name, head, symbol => run => {
    const value = code(run)
    const found = scopeOf(run.scope, symbol)
    if (found === undefined)
      throw new LanguageError('undefined-symbol', `undefined symbol ${symbol}`, {
        span: name?.span,
        suggestion: closestName(symbol, visibleNames(run.scope)) ?? `(defvar ${symbol} …) makes it`,
      })
    const before = found.variables.get(symbol) ?? null
    run.change(() => found.variables.set(symbol, before))
    found.variables.set(symbol, value)
    return value
  })

function letCode({ operands: [bindings, ...bodies] }: FormParts): Code {
  if (bindings?.kind !== 'list') return refuse('Expecting list as arg 1 in let', bindings)
  const pairs = bindings.items.map(binding => {
    if (binding.kind !== 'list' || binding.items.length !== 2)
      return { symbol: '', code: refuse('Expecting list of tuples in arg1 of let', binding) }
    const [name, value] = binding.items
    if (name?.kind !== 'symbol' || value === undefined)
      return { symbol: '', code: refuse('Expecting list of (symbol value) in let', name) }
    return { symbol: name.text, code: compile(value) }
  })
  const codes = bodies.map(compile)
  return run => {
    const outer = run.scope
    run.scope = innerScope(outer)
    const { variables } = run.scope
    for (const { symbol, code } of pairs) {
      const value = code(run)
      if (!variables.has(symbol)) variables.set(symbol, value)
    }
    let result: Value = null
    for (const code of codes) result = code(run)
    run.scope = outer
    return result
  }
}

function withCode({ list, head, operands: [iterable, variable], codes: [, , body = nothing] }: FormParts): Code {
  const { span } = list
  return withSymbol(iterable, head, source =>
    withSymbol(variable, head, symbol => {
      const name = nameOf(source)
      return run => {
        const items = lookUp(run.scope, name)
        if (items === undefined)
          throw new LanguageError('undefined-symbol', `undefined symbol ${source}`, {
            span: iterable?.span,
            suggestion: closestName(source, visibleNames(run.scope)),
          })
        if (typeof items !== 'string' && !isList(items))
          throw new LanguageError('type', `with goes over lists and texts, not over ${typeName(items)}`, {
            span: iterable?.span,
          })
        const outer = run.scope
        const mark = run.tracer?.mark() ?? 0
        const results: Value[] = []
        for (const item of items) {
          run.scope = innerScope(outer)
          run.scope.variables.set(symbol, item)
          run.tracer?.add({ kind: 'each', span, name: symbol, value: item })
          results.push(run.isolate(items, item, () => body(run)))
          run.scope = outer
          run.tracer?.backTo(mark)
        }
        return results
      }
    }),
  )
}

function withSymbol(node: Node | undefined, head: Atom, code: (symbol: string) => Code): Code {
  return node?.kind === 'symbol' ? code(node.text) : refuse(`malformed expression on line ${head.momLine}`, node)
}

const refuse =
  (message: string, node: Node | undefined): Code =>
  () => {
    throw new LanguageError('malformed', message, { span: node?.span })
  }

const nothing: Code = () => null
