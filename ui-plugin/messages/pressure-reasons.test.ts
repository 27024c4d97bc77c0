// @vitest-environment node
import { expect, it } from 'vitest'
import { arbitrate } from '../../server/tuning/arbiter/arbitrate.ts'
import type { ArbiterInput, ArbiterState } from '../../server/tuning/arbiter/arbitration.ts'
import {
  aCpuStanding,
  aLeaveReason,
  aMemoryStanding,
  anArbiterInput,
  anArbiterVm,
  GIB,
  wanted,
} from '../../test/fakes/arbiter-inputs.ts'
import { englishPressureReasons } from './english-reasons-pressure.ts'
import { germanReasons } from './german-reasons.ts'
import { germanRemarks } from './german-remarks.ts'
import { reasonTranslator } from './reason-sentence.ts'

const translate = reasonTranslator({ reasons: germanReasons, remarks: germanRemarks, number: String })

const short = (availableGiB: number, givableGiB = 0, ksmRuns = false) =>
  aMemoryStanding({ availableKiB: availableGiB * GIB, givableKiB: givableGiB * GIB, ksmRuns })
const { ksmRuns: _, ...withoutKsm } = short(9)
const hot = (highestPercent: number, highestAfterPercent: number) =>
  aCpuStanding({ highestPercent, highestAfterPercent })
const full = (demandPercent: number) => aCpuStanding({ demandPercent, highestPercent: 115 })
const leaving = new Map([['a', aLeaveReason]])
const changes = [wanted.pin('b'), wanted.cap('b'), wanted.startKsm(), wanted.take('a')]

/** Together they lead to all that the arbiter says: each for as many rounds as a move because of CPU takes, and one more. */
const situations: readonly Partial<ArbiterInput>[] = [
  { memory: short(9), cpu: full(430) },
  { memory: short(2, 1), cpu: full(500), vms: [anArbiterVm()] },
  { memory: short(9, 1, true), cpu: full(440) },
  { memory: short(2, 1), cpu: full(440), leaving, changes },
  { memory: short(9), cpu: full(430), leaving },
  { memory: withoutKsm },
  { memory: short(9, 4), cpu: hot(150, 90), changes },
  { memory: short(9), changes: [...changes, wanted.migrate('a')] },
  { cpu: hot(200, 195), changes },
  { cpu: full(430) },
  { cpu: full(500), vms: [anArbiterVm()] },
  { cpu: full(440), vms: [] },
]

it('every sentence of the arbiter is known in German', () => {
  const reasons = situations.flatMap(situation => {
    let state: ArbiterState = {}
    return [1, 2, 3, 4].flatMap(() => {
      const result = arbitrate(anArbiterInput(situation), state, () => 'event')
      state = result.state
      const events = [state.memory, state.cpu].filter(event => event !== undefined)
      const means = events.flatMap(event => [event.what, ...event.means.map(({ because }) => because)])
      return [...means, ...result.held.map(({ because }) => because)]
    })
  })
  const said = new Set(reasons.map(({ code }) => code))
  expect(Object.keys(englishPressureReasons).filter(code => !said.has(code))).toEqual([])
  expect(reasons.filter(reason => translate(reason).sentence === reason.text)).toEqual([])
})
