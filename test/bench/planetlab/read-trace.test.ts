import { describe, expect, it } from 'vitest'
import { parseTrace } from './read-trace.ts'
import { STEPS_PER_DAY } from './setting.ts'

const row = (name: string, values: readonly (number | string)[]) => [name, ...values].join(',')
const day = Array.from({ length: STEPS_PER_DAY }, (_, step) => step % 101)

describe('parseTrace', () => {
  it('reads a row per VM, the name left out', () => {
    const trace = parseTrace(`${row('a', day)}\n${row('b', day.toReversed())}\n`)
    expect(trace.map(percents => [...percents])).toEqual([day, day.toReversed()])
  })

  it.each([
    { why: 'nothing', text: '\n' },
    { why: 'a value short', text: row('a', day.slice(1)) },
    { why: 'above 100', text: row('a', [...day.slice(1), 101]) },
    { why: 'below 0', text: row('a', [...day.slice(1), -1]) },
    { why: 'not a number', text: row('a', [...day.slice(1), 'x']) },
    { why: 'a fraction', text: row('a', [...day.slice(1), 0.5]) },
  ])('refuses $why', ({ text }) => expect(() => parseTrace(text)).toThrow(/trace/))
})
