/**
 * What is wrong with a policy, or likely to surprise, without evaluating it. MOM parses only; everything here fails there in
 * the middle of a cycle, if at all.
 */
import { unreadControls } from './check-controls.ts'
import { closestName } from './closest-name.ts'
import { diskMethods, entityMethods } from './entity.ts'
import type { CompatibilityOptions } from './evaluate.ts'
import { arityOf, arityProblem, builtIns, operatorWords, presetNames, specialForms } from './forms.ts'
import { LanguageError } from './language-error.ts'
import { defaultLimits } from './limits.ts'
import { type Atom, type List, type Node, parse } from './parse.ts'
import { joinFiles, type PolicyFile } from './source.ts'

/** An error fails where it is evaluated; a warning works, but perhaps not as meant. */
export type Finding = Readonly<{ level: 'error' | 'warning'; problem: LanguageError }>

type Known = { variables: Set<string>; functions: Map<string, number> }

/** `controls`: the names that controllers read; without them any is taken for meant. */
export type CheckOptions = CompatibilityOptions & Readonly<{ controls?: readonly string[] | undefined }>

export function checkProgram(
  files: readonly PolicyFile[],
  { compatibility = 'safe', limits = defaultLimits, controls }: CheckOptions = {},
): Finding[] {
  let program: Node[]
  try {
    program = parse(joinFiles(files), compatibility, limits)
  } catch (error) {
    if (error instanceof LanguageError) return [{ level: 'error', problem: error }]
    throw error
  }
  const known: Known = { variables: new Set([...presetNames, 'Host', 'Guests', 'nil']), functions: new Map() }
  for (const node of program) collect(node, known)
  const findings: Finding[] = []
  const report = (level: Finding['level'], problem: LanguageError) => findings.push({ level, problem })
  for (const node of program) checkNode(node, known, report)
  if (controls !== undefined)
    for (const node of program) for (const problem of unreadControls(node, controls)) report('warning', problem)
  return findings.sort((a, b) => (a.problem.span?.start ?? 0) - (b.problem.span?.start ?? 0))
}

type Report = (level: Finding['level'], problem: LanguageError) => void

/** Scoping is dynamic, so a name that anything defines may be visible anywhere. */
function collect(node: Node, known: Known): void {
  if (node.kind !== 'list') return
  const [head, first, second] = node.items
  if (head?.kind === 'symbol') {
    if ((head.text === 'def' || head.text === 'defun') && first?.kind === 'symbol' && second?.kind === 'list') {
      known.functions.set(first.text, second.items.length)
      for (const parameter of second.items) if (parameter.kind === 'symbol') known.variables.add(parameter.text)
    }
    if (head.text === 'defvar' && first?.kind === 'symbol') known.variables.add(first.text)
    if (head.text === 'with' && second?.kind === 'symbol') known.variables.add(second.text)
    if (head.text === 'let' && first?.kind === 'list')
      for (const pair of first.items)
        if (pair.kind === 'list' && pair.items[0]?.kind === 'symbol') known.variables.add(pair.items[0].text)
  }
  for (const item of node.items) collect(item, known)
}

function checkNode(node: Node, known: Known, report: Report): void {
  if (node.kind === 'symbol') checkSymbol(node, known, report)
  else if (node.kind === 'operator')
    report('error', new LanguageError('malformed', `the operator ${node.text} is no value`, { span: node.span }))
  else if (node.kind === 'octal' && /[89]/.test(node.text))
    report('error', new LanguageError('number', `${node.text} is no octal number`, { span: node.span }))
  else if (node.kind === 'list') checkList(node, known, report)
}

function checkSymbol({ text, span }: Atom, { variables }: Known, report: Report): void {
  const [first = ''] = text.split('.')
  if (variables.has(first)) return
  report(
    'error',
    new LanguageError('undefined-symbol', `undefined symbol ${text}`, {
      span,
      suggestion: closestName(first, [...variables]),
    }),
  )
}

function checkList(list: List, known: Known, report: Report): void {
  const [head, ...operands] = list.items
  const bad = (message: string, span = list.span) => report('error', new LanguageError('malformed', message, { span }))
  if (head === undefined) {
    bad('an empty list has no value')
    return
  }
  if (head.kind !== 'symbol' && head.kind !== 'operator') {
    bad('a list begins with an operator or the name of a function', head.span)
    return
  }
  const word = head.kind === 'operator' ? (operatorWords[head.text] ?? '') : head.text
  checkCall(word, head, operands, known, report)
  for (const operand of evaluated(word, operands)) checkNode(operand, known, report)
  if (word === 'and' || word === 'or') checkEager(head, operands, report)
}

function checkCall(word: string, head: Atom, operands: readonly Node[], known: Known, report: Report): void {
  const { span } = head
  const arity = arityOf(word)
  const [first] = operands
  if (arity !== undefined) {
    const problem = arityProblem(arity, operands.length, head.momLine)
    if (problem !== undefined) {
      const wanted = arity.most === undefined ? `at least ${arity.least}` : `${arity.least}`
      report(
        'error',
        new LanguageError('arity', `${head.text} takes ${wanted} operands, not ${operands.length}`, { span }),
      )
    }
    checkDefinition(word, first, known, report)
  } else if (word === 'eval') {
    if (operands.length === 0) report('error', new LanguageError('malformed', 'an empty block has no value', { span }))
  } else if (known.functions.has(word) && !known.variables.has(word)) {
    const count = known.functions.get(word)
    if (count !== operands.length)
      report('error', new LanguageError('arity', `${word} takes ${count} operands, not ${operands.length}`, { span }))
  } else checkCallee(word, head, known, report)
}

/** Which object a variable holds is not known before it is evaluated. */
const methodNames: readonly string[] = [...entityMethods, ...diskMethods]

function checkCallee(word: string, { span }: Atom, { variables, functions }: Known, report: Report): void {
  const [object = '', member] = word.split('.')
  if (!variables.has(object)) {
    const names = [...functions.keys(), ...Object.keys(specialForms), ...Object.keys(builtIns), ...variables]
    const suggestion = closestName(object, names)
    report('error', new LanguageError('unknown-function', `unknown function ${word}`, { span, suggestion }))
  } else if (member !== undefined && !methodNames.includes(member)) {
    const suggestion = closestName(member, methodNames)
    report('error', new LanguageError('unknown-function', `${object} has no function ${member}`, { span, suggestion }))
  }
}

function checkDefinition(word: string, name: Node | undefined, known: Known, report: Report): void {
  if (name?.kind !== 'symbol') return
  const { text, span } = name
  const isTaken = arityOf(text) !== undefined || text === 'eval' || (presetNames as readonly string[]).includes(text)
  if ((word === 'def' || word === 'defun') && isTaken)
    report('warning', new LanguageError('malformed', `${text} is built in: this definition is never used`, { span }))
  if (word === 'defvar' && isTaken)
    report(
      'warning',
      new LanguageError('malformed', `a variable named ${text} takes the built-in away in MOM`, { span }),
    )
  if ((word === 'set' || word === 'setq') && !known.variables.has(text))
    report(
      'error',
      new LanguageError('undefined-symbol', `undefined symbol ${text}`, {
        span,
        suggestion: closestName(text, [...known.variables]) ?? `(defvar ${text} …) makes it`,
      }),
    )
}

/** `and` and `or` evaluate everything: a check for nil in one operand does not protect the next. */
function checkEager(head: Atom, operands: readonly Node[], report: Report): void {
  const guarded = new Set<string>()
  for (const operand of operands) {
    const unsafe = [...guarded].find(name => usesInOrder(operand, name))
    if (unsafe !== undefined)
      report(
        'warning',
        new LanguageError('type', `${head.text} evaluates every operand: ${unsafe} may be nil in the next`, {
          span: operand.span,
          suggestion: 'nest (if … … 0) instead',
        }),
      )
    for (const name of nilChecked(operand)) guarded.add(name)
  }
}

const ordering = new Set(['add', 'sub', 'mul', 'div', 'lt', 'gt', 'lte', 'gte', 'shl', 'shr', 'min', 'max'])

function usesInOrder(node: Node, name: string): boolean {
  if (node.kind !== 'list') return false
  const [head, ...operands] = node.items
  const word = head?.kind === 'operator' ? (operatorWords[head.text] ?? '') : head?.kind === 'symbol' ? head.text : ''
  if (ordering.has(word) && operands.some(operand => operand.kind === 'symbol' && operand.text === name)) return true
  return operands.some(operand => usesInOrder(operand, name))
}

function nilChecked(node: Node): string[] {
  if (node.kind !== 'list') return []
  const [head, ...operands] = node.items
  const word = head?.kind === 'operator' ? (operatorWords[head.text] ?? '') : head?.kind === 'symbol' ? head.text : ''
  if (!['valid', 'null', 'neq', 'eq', 'not'].includes(word)) return []
  if (
    (word === 'neq' || word === 'eq') &&
    !operands.some(({ kind, ...rest }) => kind === 'symbol' && 'text' in rest && rest.text === 'nil')
  )
    return []
  return operands.flatMap(operand =>
    operand.kind === 'symbol' && operand.text !== 'nil' ? [operand.text] : nilChecked(operand),
  )
}

/** The operands that are evaluated as they stand: not names, parameters and pairs. */
function evaluated(word: string, operands: readonly Node[]): readonly Node[] {
  switch (word) {
    case 'def':
    case 'defun':
      return operands.slice(2)
    case 'defvar':
    case 'set':
    case 'setq':
      return operands.slice(1)
    case 'with':
      return [...operands.slice(0, 1), ...operands.slice(2)]
    case 'let': {
      const [bindings, ...bodies] = operands
      const pairs = bindings?.kind === 'list' ? bindings.items : []
      return [...pairs.flatMap(pair => (pair.kind === 'list' ? pair.items.slice(1) : [])), ...bodies]
    }
    default:
      return operands
  }
}
