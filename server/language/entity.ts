/** Host and guests as a policy sees them: what was measured to read, knobs to set. Fields and methods: oVirt MOM, mom/Entity.py. */
import { toFloat, toNumber } from './arithmetic.ts'
import { LanguageError } from './language-error.ts'
import { type Callable, type Entity, typeName, type Value } from './value.ts'

/** One sample: value by field; a field that is absent was not measured. */
export type Sample = Readonly<Record<string, Value>>

export type EntityFacts = Readonly<{
  name: string
  /** Oldest first. Every field that the last one has, or that `fields` names, can be read. */
  samples: readonly Sample[]
  /** Fields that are known although a sample may lack them. */
  fields?: readonly string[] | undefined
  properties?: Readonly<Record<string, Value>> | undefined
  /** What `SetVar` kept of earlier evaluations. */
  variables?: Readonly<Record<string, Value>> | undefined
}>

/** Told of each change before it is made, with what takes it back. */
export type Journal = Readonly<{
  control: (entity: EntityState, name: string, value: Value) => void
  change: (undo: () => void) => void
}>

export type EntityState = Readonly<{ entity: Entity; controls: Map<string, Value>; variables: Map<string, Value> }>

/** Only what stands here can be reached from a policy. */
export const entityMethods = ['Stat', 'StatAvg', 'Prop', 'Control', 'GetControl', 'SetVar', 'GetVar'] as const

/** Of the disks in a guest's `io_tune`, which whoever makes the facts hands in (behaviour: oVirt MOM, GuestIoTune). */
export const diskMethods = [
  'setTotalBytesSec',
  'setReadBytesSec',
  'setWriteBytesSec',
  'setTotalIopsSec',
  'setReadIopsSec',
  'setWriteIopsSec',
] as const

export function createEntity(facts: EntityFacts, journal: Journal): EntityState {
  const controls = new Map<string, Value>()
  const variables = new Map(Object.entries(facts.variables ?? {}))
  const latest = new Map(Object.entries(facts.samples.at(-1) ?? {}))
  const known = new Set([...latest.keys(), ...(facts.fields ?? [])])

  const method = (label: string, least: number, most: number, call: Callable['call']): Callable => ({
    kind: 'callable',
    label: `${facts.name}.${label}`,
    operands: [least, most],
    call,
  })
  const declared = (name: Value): string => {
    const field = text(name, 'a statistic')
    if (!known.has(field)) throw new LanguageError('no-such-fact', `Field '${field}' is not declared in any collector.`)
    return field
  }
  const put = (into: Map<string, Value>, name: string, value: Value) => {
    const before = into.get(name)
    journal.change(() => (before === undefined ? into.delete(name) : into.set(name, before)))
    into.set(name, value)
    return null
  }
  const methods: Readonly<Record<(typeof entityMethods)[number], Callable>> = {
    Stat: method('Stat', 1, 2, ([name = null, otherwise = null]) => {
      const field = declared(name)
      return facts.samples.length === 0 ? null : (latest.get(field) ?? (latest.has(field) ? null : otherwise))
    }),
    StatAvg: method('StatAvg', 1, 1, ([name = null]) => average(facts.samples, declared(name))),
    Prop: method('Prop', 1, 1, ([name = null]) => {
      const property = text(name, 'a property')
      const value = Object.hasOwn(facts.properties ?? {}, property) ? facts.properties?.[property] : undefined
      if (value === undefined) throw new LanguageError('no-such-fact', `${facts.name} has no property '${property}'`)
      return value
    }),
    Control: method('Control', 2, 2, ([name = null, value = null]) => {
      const knob = text(name, 'a control')
      journal.control(state, knob, value)
      return put(controls, knob, value)
    }),
    GetControl: method('GetControl', 1, 1, ([name = null]) => controls.get(text(name, 'a control')) ?? null),
    SetVar: method('SetVar', 2, 2, ([name = null, value = null]) => put(variables, text(name, 'a variable'), value)),
    GetVar: method('GetVar', 1, 1, ([name = null]) => variables.get(text(name, 'a variable')) ?? null),
  }
  const entity: Entity = {
    kind: 'entity',
    label: facts.name,
    // nil is a value: a field that was measured as nothing is there all the same.
    member: name =>
      latest.has(name)
        ? (latest.get(name) ?? null)
        : Object.hasOwn(methods, name)
          ? methods[name as keyof typeof methods]
          : undefined,
  }
  const state = { entity, controls, variables }
  return state
}

/** nil is left out; 0.0 when nothing is left. */
function average(samples: readonly Sample[], field: string): Value {
  if (samples.length === 0) throw new LanguageError('no-such-fact', `Statistic '${field}' not available`)
  let total: bigint | number = 0n
  let count = 0
  for (const sample of samples) {
    const value = Object.hasOwn(sample, field) ? sample[field] : null
    if (value === null || value === undefined) continue
    const number = toNumber(value)
    if (number === undefined) throw new LanguageError('type', `no average of ${typeName(value)}`)
    total = typeof total === 'bigint' && typeof number === 'bigint' ? total + number : toFloat(total) + toFloat(number)
    count += 1
  }
  return count === 0 ? 0 : toFloat(total) / count
}

function text(value: Value, what: string): string {
  if (typeof value === 'string') return value
  throw new LanguageError('type', `the name of ${what} is a text, not ${typeName(value)}`)
}
