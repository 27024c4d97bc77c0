import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { KnobChange, KnobLimit } from '../../../shared/plan/knob-decision.ts'
import { toNumber } from '../../language/arithmetic.ts'
import type { Controls } from '../../language/evaluate.ts'
import { typeName } from '../../language/value.ts'

/** A change that is wanted, and the controls of the policy that led to it: by them it is explained. */
export type PlannedChange = Readonly<{ change: KnobChange; controls: readonly string[] }>

/** A control that cannot be followed. */
export type ControlProblem = Readonly<{ code: string; message: string; vmId?: string; vmName?: string }>

export type Planned = Readonly<{ changes: readonly PlannedChange[]; problems: readonly ControlProblem[] }>

export const nothingPlanned: Planned = { changes: [], problems: [] }

export const planned = (change: KnobChange, ...controls: readonly string[]): Planned => ({
  changes: [{ change, controls }],
  problems: [],
})

export const impossible = (code: string, message: string, guest?: Pick<GuestReading, 'id' | 'name'>): Planned => ({
  changes: [],
  problems: [{ code, message, ...(guest && { vmId: guest.id, vmName: guest.name }) }],
})

/**
 * A control as a whole number, cut towards zero as MOM does; undefined: the policy did not set it, or set it to nil.
 * A text says why it is none.
 */
export function wholeNumber(controls: Controls, name: string): number | undefined | string {
  const value = controls[name] ?? null
  if (value === null) return undefined
  const number = toNumber(value)
  if (number === undefined) return `${name} is ${typeName(value)}, not a number`
  const whole = Math.trunc(Number(number))
  return Number.isSafeInteger(whole) ? whole : `${name} is ${String(number)}, which no host takes`
}

export type Held = Readonly<{ value: number; limit?: KnobLimit }>

/** A value within bounds, with what held it back. */
export function held(
  wanted: number,
  { least, most }: Readonly<{ least: number; most: number }>,
  by: Readonly<{ least: KnobLimit['by']; most: KnobLimit['by'] }> = { least: 'range', most: 'range' },
): Held {
  const limit = (which: KnobLimit['by']): KnobLimit => ({ by: which, wanted: String(wanted) })
  if (wanted < least) return { value: least, limit: limit(by.least) }
  return wanted > most ? { value: most, limit: limit(by.most) } : { value: wanted }
}

/** For a change: only where there is one. */
export const limitsOf = (...all: readonly Held[]) => {
  const limits = all.flatMap(({ limit }) => limit ?? [])
  return limits.length > 0 ? { limits } : {}
}
