import { describe, expect, it } from 'vitest'
import { anArbiterVm, full, GIB, hot, leaving, rounds, short, wanted } from '../../../test/fakes/arbiter-inputs.ts'
import type { ArbiterInput, Arbitration } from './arbitration.ts'

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)
const chosenIn = ({ state }: Arbitration, kind: 'memory' | 'cpu') =>
  state[kind]?.means.flatMap(({ means, chosen }) => (chosen ? [means] : []))
const codeOf = ({ state }: Arbitration, kind: 'memory' | 'cpu', of: string) =>
  state[kind]?.means.find(({ means }) => means === of)?.because.code

describe('means for memory', () => {
  const cases: { why: string; input: Partial<ArbiterInput>; chosen: string[]; code?: [means: string, code: string] }[] =
    [
      {
        why: 'balloons alone where they suffice',
        input: { memory: short({ givableKiB: 5 * GIB }) },
        chosen: ['balloon'],
        code: ['migrate', 'pressure-balloons-enough'],
      },
      {
        why: 'balloons and a move where balloons do not suffice',
        input: { memory: short({ givableKiB: 4.9 * GIB }) },
        chosen: ['balloon', 'migrate'],
        code: ['balloon', 'pressure-balloons-part'],
      },
      {
        why: 'a move where nobody can give',
        input: { memory: short() },
        chosen: ['migrate'],
        code: ['balloon', 'pressure-balloons-empty'],
      },
      {
        why: 'waiting where what leaves is enough',
        input: { memory: short({ availableKiB: 9 * GIB, givableKiB: GIB }), leaving: leaving('a') },
        chosen: ['wait'],
        code: ['balloon', 'pressure-leavers-free-enough'],
      },
      {
        why: 'balloons while what leaves is not enough, and no second move',
        input: { memory: short({ givableKiB: GIB }), leaving: leaving('a') },
        chosen: ['balloon'],
        code: ['migrate', 'pressure-migrate-leaving'],
      },
      {
        why: 'KSM that is wanted',
        input: { memory: short({ givableKiB: 9 * GIB }), changes: [wanted.startKsm()] },
        chosen: ['balloon', 'ksm'],
        code: ['ksm', 'pressure-ksm-starts'],
      },
      {
        why: 'KSM that runs',
        input: { memory: short({ givableKiB: 9 * GIB, ksmRuns: true }) },
        chosen: ['balloon', 'ksm'],
        code: ['ksm', 'pressure-ksm-runs'],
      },
      {
        why: 'no KSM where there is none',
        input: { memory: { availableKiB: 6 * GIB, reserveKiB: 10 * GIB, givableKiB: 9 * GIB } },
        chosen: ['balloon'],
        code: ['ksm', 'pressure-ksm-none'],
      },
      {
        why: 'no KSM that costs CPU where balloons suffice',
        input: { memory: short({ givableKiB: 9 * GIB }), cpu: hot(), changes: [wanted.startKsm()] },
        chosen: ['balloon'],
        code: ['ksm', 'pressure-ksm-not-needed'],
      },
      {
        why: 'KSM though it costs CPU where balloons do not suffice',
        input: { memory: short({ givableKiB: GIB }), cpu: hot(), changes: [wanted.startKsm()] },
        chosen: ['balloon', 'ksm', 'migrate'],
      },
      {
        why: 'no move where nobody may leave',
        input: { memory: short(), vms: [anArbiterVm({ canLeave: false })] },
        chosen: [],
        code: ['migrate', 'pressure-migrate-nobody'],
      },
    ]
  for (const { why, input, chosen, code } of cases) {
    it(`are ${why}`, () => {
      const result = rounds([input])
      expect(chosenIn(result, 'memory')).toEqual(chosen)
      if (code) expect(codeOf(result, 'memory', code[0])).toBe(code[1])
    })
  }
})

describe('means for CPU', () => {
  const pins = { changes: [wanted.pin('a'), wanted.cap('b')] }
  const cases: {
    why: string
    inputs: Partial<ArbiterInput>[]
    chosen: string[]
    code?: [means: string, code: string]
  }[] = [
    {
      why: 'pins that bring the busiest core below the mark, before a cap',
      inputs: [{ cpu: hot(), ...pins }],
      chosen: ['re-pin'],
      code: ['cpu-cap', 'pressure-pins-first'],
    },
    {
      why: 'pins that bring it clearly down',
      inputs: [{ cpu: hot({ highestPercent: 200, highestAfterPercent: 190 }), ...pins }],
      chosen: ['re-pin'],
    },
    {
      why: 'a cap where pins hardly help',
      inputs: [{ cpu: hot({ highestPercent: 200, highestAfterPercent: 191 }), ...pins }],
      chosen: ['cpu-cap'],
      code: ['re-pin', 'pressure-pins-help-little'],
    },
    {
      why: 'pins and a cap where VMs want more than there is',
      inputs: [{ cpu: full(), ...pins }],
      chosen: ['re-pin', 'cpu-cap'],
    },
    {
      why: 'nothing where nobody wants pins or caps',
      inputs: [{ cpu: hot() }],
      chosen: [],
      code: ['re-pin', 'pressure-pins-unwanted'],
    },
    {
      why: 'no pins that are of a VM that leaves',
      inputs: [{ cpu: hot(), changes: [wanted.pin('a')], leaving: leaving('a') }],
      chosen: ['wait'],
      code: ['re-pin', 'pressure-pins-unwanted'],
    },
    {
      why: 'waiting where what leaves is enough, for all and for the busiest core',
      inputs: [{ cpu: full({ demandPercent: 430 }), leaving: leaving('a') }],
      chosen: ['wait'],
      code: ['migrate', 'pressure-leavers-take-enough'],
    },
    {
      why: 'no waiting where it is not enough for all',
      inputs: [{ cpu: full(), leaving: leaving('a') }],
      chosen: [],
      code: ['wait', 'pressure-leavers-take-part'],
    },
    {
      why: 'no waiting where it is not enough for the busiest core',
      inputs: [{ cpu: hot({ highestPercent: 205 }), leaving: leaving('a') }],
      chosen: [],
      code: ['wait', 'pressure-leavers-take-part'],
    },
    {
      why: 'no move in the second round of too much',
      inputs: times(2, { cpu: full() }),
      chosen: [],
      code: ['migrate', 'pressure-cpus-not-yet'],
    },
    { why: 'a move in the third', inputs: times(3, { cpu: full() }), chosen: ['migrate'] },
    {
      why: 'no move where a round between was better',
      inputs: [...times(2, { cpu: full() }), { cpu: full({ demandPercent: 400 }) }, { cpu: full() }],
      chosen: [],
    },
    {
      why: 'no move where a round between was not measured',
      inputs: [...times(2, { cpu: full() }), { cpu: undefined }, { cpu: full() }] as never,
      chosen: [],
    },
    {
      why: 'never a move where it is only uneven',
      inputs: times(5, { cpu: hot() }),
      chosen: [],
      code: ['migrate', 'pressure-cpus-suffice'],
    },
    {
      why: 'no move while a VM leaves that is not enough',
      inputs: times(3, { cpu: full(), leaving: leaving('a') }),
      chosen: [],
      code: ['migrate', 'pressure-migrate-leaving'],
    },
  ]
  for (const { why, inputs, chosen, code } of cases) {
    it(`are ${why}`, () => {
      const result = rounds(inputs)
      expect(chosenIn(result, 'cpu')).toEqual(chosen)
      if (code) expect(codeOf(result, 'cpu', code[0])).toBe(code[1])
    })
  }
})
