import { expect, it } from 'vitest'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import { touchedState } from './giving-back.ts'
import { aTuning } from './policy-samples.ts'

const touched = [{ vmId: 'v7', vmName: 'db-07', knobs: ['pins'] }]
const saved = (modes: Readonly<{ mode?: TuningMode; pinning?: TuningMode }>) => ({
  saved: { hostId: 'host1', by: { id: 'u1', name: 'eva' }, atMs: 1, modes },
})
const both = (mode: TuningMode, pinning: TuningMode) => ({
  ...{ mode, wantedMode: mode },
  pinning: { mode: pinning, wantedMode: pinning },
})

it.each([
  { why: 'nothing was touched', over: { touched: [] as never[] }, state: 'nothing' },
  { why: 'policies are enforced', over: both('enforce', 'off'), state: 'kept' },
  { why: 'pins are enforced', over: both('off', 'enforce'), state: 'kept' },
  { why: 'nothing is enforced any more', over: both('dry-run', 'observe'), state: 'giving-back' },
  // The host takes that up with its next figures; until then it says what it did last.
  {
    why: 'it was set a moment ago',
    over: { ...both('enforce', 'enforce'), ...saved({ mode: 'observe', pinning: 'observe' }) },
    state: 'giving-back',
  },
  {
    why: 'one of the two is still enforced by the cluster',
    over: { ...both('enforce', 'enforce'), ...saved({ mode: 'observe' }) },
    state: 'kept',
  },
] as const)('$state where $why', ({ over, state }) => expect(touchedState(aTuning({ touched, ...over }))).toBe(state))
