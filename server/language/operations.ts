import { add, divide, multiply, shiftLeft, shiftRight, subtract } from './arithmetic.ts'
import { equals, type NilOrder, order, type Tick } from './compare.ts'
import type { Limits } from './limits.ts'
import { isList, isTrue, type Value } from './value.ts'

export type OperationContext = Readonly<{ limits: Limits; nilOrder: NilOrder; tick: Tick }>

/** What each built-in makes of its operands, whose number has been checked. */
export const operations: Readonly<Record<string, (operands: readonly Value[], context: OperationContext) => Value>> = {
  add: ([a = null, b = null], { limits }) => add(a, b, limits),
  sub: ([a = null, b = null], { limits }) => subtract(a, b, limits),
  mul: ([a = null, b = null], { limits }) => multiply(a, b, limits),
  div: ([a = null, b = null], { limits }) => divide(a, b, limits),
  shl: ([a = null, b = null], { limits }) => shiftLeft(a, b, limits),
  shr: ([a = null, b = null], { limits }) => shiftRight(a, b, limits),
  lt: ([a = null, b = null], { nilOrder, tick }) => order(a, b, nilOrder, tick) < 0,
  gt: ([a = null, b = null], { nilOrder, tick }) => order(a, b, nilOrder, tick) > 0,
  lte: ([a = null, b = null], { nilOrder, tick }) => order(a, b, nilOrder, tick) <= 0,
  gte: ([a = null, b = null], { nilOrder, tick }) => order(a, b, nilOrder, tick) >= 0,
  eq: ([a = null, b = null], { tick }) => equals(a, b, tick),
  neq: ([a = null, b = null], { tick }) => !equals(a, b, tick),
  // By index: the operand that is found may be nil.
  and: operands => operands.at(operands.findIndex(operand => !isTrue(operand))) ?? null,
  or: operands => operands.find(isTrue) ?? operands.at(-1) ?? null,
  not: ([a = null]) => !isTrue(a),
  min: (operands, { nilOrder, tick }) =>
    operands.reduce((best, operand) => (order(operand, best, nilOrder, tick) < 0 ? operand : best)),
  max: (operands, { nilOrder, tick }) =>
    operands.reduce((best, operand) => (order(operand, best, nilOrder, tick) > 0 ? operand : best)),
  null: operands =>
    operands.every(
      operand => operand === null || ((typeof operand === 'string' || isList(operand)) && operand.length === 0),
    ),
  valid: operands => operands.every(operand => operand !== null),
}
