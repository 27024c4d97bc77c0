import { closestName } from './closest-name.ts'
import { builtInCode } from './compile-built-in.ts'
import { specialCode } from './compile-form.ts'
import { arityOf, builtIns, operatorWords, presetNames, specialForms } from './forms.ts'
import { LanguageError } from './language-error.ts'
import type { Atom, List, Node } from './parse.ts'
import { type Code, countStep } from './run.ts'
import { innerScope, lookUp, nameOf, visibleNames } from './scopes.ts'
import { type Callable, isCallable, typeName, type Value } from './value.ts'

/** An expression as a function. Nothing is judged before it is reached: MOM tells of an error only then. */
export function compile(node: Node): Code {
  return node.kind === 'list' ? compileList(node) : compileAtom(node)
}

function compileAtom(atom: Atom): Code {
  const { kind, text, span } = atom
  switch (kind) {
    case 'string': {
      const value = text.slice(1, -1)
      return () => value
    }
    case 'symbol':
      return text === 'nil' ? () => null : symbolCode(atom)
    case 'operator':
      return () => {
        throw new LanguageError('malformed', `Unexpected token type "operator" on line ${atom.momLine}`, { span })
      }
    default: {
      const value = numberOf(atom)
      if (value !== undefined) return () => value
      return () => {
        throw new LanguageError('number', `${text} is no octal number`, { span })
      }
    }
  }
}

function numberOf({ kind, text }: Atom): Value | undefined {
  if (kind === 'float') return Number(text)
  if (kind === 'octal' && /[89]/.test(text)) return undefined
  return BigInt(text)
}

function symbolCode({ text, span, momLine }: Atom): Code {
  const name = nameOf(text)
  return run => {
    const value = lookUp(run.scope, name)
    if (value === undefined)
      throw new LanguageError('undefined-symbol', `undefined symbol ${text} on line ${momLine}`, {
        span,
        suggestion: closestName(text, visibleNames(run.scope)),
      })
    run.tracer?.add({ kind: 'read', span, name: text, value })
    return value
  }
}

function compileList(list: List): Code {
  const [head, ...operands] = list.items
  const { span } = list
  const refuse =
    (message: string): Code =>
    () => {
      throw new LanguageError('malformed', message, { span: head?.span ?? span })
    }
  if (head === undefined) return refuse('an empty list has no value')
  if (head.kind === 'list') return refuse('Expected simple token as arg 1')
  if (head.kind !== 'symbol' && head.kind !== 'operator')
    return refuse(
      `Unexpected token type in arg 1 "${head.kind === 'string' ? 'string' : 'number'}" on line ${head.momLine}`,
    )
  const word = head.kind === 'operator' ? (operatorWords[head.text] ?? head.text) : head.text
  const name = nameOf(word)
  // `let` compiles its own operands: doing it here too would double the work with every level.
  let codes = word === 'let' ? undefined : operands.map(compile)
  const otherwise = formOf(word, { list, head, operands, codes: codes ?? [] })
  const isBuiltIn = arityOf(word) !== undefined || word === 'eval'

  return run => {
    run.at = span
    countStep(run)
    if (run.depth >= run.limits.depth)
      throw new LanguageError('limit', `expressions nested deeper than ${run.limits.depth}`, { span })
    run.depth += 1
    const named = lookUp(run.scope, name)
    let value: Value
    // A variable that happens to be called `min` takes the built-in away in MOM. In safe it does so only where it can be called.
    if (named !== undefined && named !== null && (run.compatibility === 'strict' || !isBuiltIn || isCallable(named))) {
      codes ??= operands.map(compile)
      const given = codes.map(code => code(run))
      run.at = span
      value = call(named, word, given)
      if (isCallable(named) && named.sets !== undefined) run.onSet(named.sets, given[0] ?? null)
      run.tracer?.add({ kind: 'call', span, name: word, operands: given, value })
    } else value = otherwise(run)
    run.depth -= 1
    return value
  }
}

export type FormParts = Readonly<{ list: List; head: Atom; operands: readonly Node[]; codes: readonly Code[] }>

function formOf(word: string, parts: FormParts): Code {
  if (Object.hasOwn(specialForms, word)) return specialCode(word, parts)
  if (Object.hasOwn(builtIns, word)) return builtInCode(word, parts)
  if (word === 'eval') return sequenceCode(parts)
  return functionCode(word, parts)
}

const sequenceCode = ({ list, codes }: FormParts): Code =>
  codes.length === 0
    ? () => {
        throw new LanguageError('malformed', 'an empty block has no value', { span: list.span })
      }
    : run => {
        let value: Value = null
        for (const code of codes) value = code(run)
        return value
      }

/** Arguments are evaluated in the scope of the function: an earlier parameter hides a variable of the caller from later ones. */
function functionCode(word: string, { head, operands, codes }: FormParts): Code {
  return run => {
    const called = run.functions.get(word)
    if (called === undefined)
      throw new LanguageError('unknown-function', `unknown function ${word}`, {
        span: head.span,
        suggestion: closestName(word, [...run.functions.keys(), ...visibleNames(run.scope), ...builtInNames]),
      })
    const { parameters, body } = called
    if (parameters.kind !== 'list')
      throw new LanguageError('malformed', `the parameters of ${word} are no list`, { span: head.span })
    if (parameters.items.length !== operands.length)
      throw new LanguageError('arity', `Function "${word}" invoked with incorrect arity on line ${head.momLine}`, {
        span: head.span,
        suggestion: `${word} has ${parameters.items.length} parameters`,
      })
    // MOM calls a function by writing a let around it, whose bindings such a variable has evaluated as a call.
    if (run.compatibility === 'strict' && (lookUp(run.scope, nameOf('let')) ?? null) !== null)
      throw new LanguageError('malformed', 'Expected simple token as arg 1', {
        span: head.span,
        suggestion: 'a variable named let stands in the way of every function',
      })
    const outer = run.scope
    run.scope = innerScope(outer)
    codes.forEach((code, index) => {
      const parameter = parameters.items[index]
      if (parameter?.kind !== 'symbol')
        throw new LanguageError('malformed', 'Expecting list of (symbol value) in let', { span: parameter?.span })
      const value = code(run)
      const { variables } = run.scope
      if (!variables.has(parameter.text)) variables.set(parameter.text, value)
    })
    run.tracer?.add({
      kind: 'call',
      span: head.span,
      name: word,
      operands: [...run.scope.variables.values()],
      value: undefined,
    })
    const value = body(run)
    run.scope = outer
    return value
  }
}

const builtInNames = [...Object.keys(specialForms), ...Object.keys(builtIns), ...presetNames]

function call(named: Value, word: string, operands: readonly Value[]): Value {
  if (!isCallable(named)) throw new LanguageError('not-callable', `${word} is ${typeName(named)} and cannot be called`)
  checkOperands(named, operands)
  return named.call(operands)
}

function checkOperands({ label, operands: [least, most] }: Callable, { length }: readonly Value[]): void {
  if (length >= least && length <= most) return
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`
  throw new LanguageError('arity', `${label} takes ${wanted} operands, not ${length}`)
}
