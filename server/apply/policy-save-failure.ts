import { type PolicyContent, unitChanges } from '../../shared/policy/unit-changes.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { CarriedOut } from './carry-out-calls.ts'
import { unitPath } from './check-policy-units.ts'
import { changeText, unitText } from './policy-unit-views.ts'
import { ApplyError } from './services.ts'
import type { UnitCall } from './unit-calls.ts'

export type FailedSave = Readonly<{
  /** Of the policy. */
  name: string
  before: PolicyContent
  wanted: PolicyContent
  /** What the engine holds after it; undefined: it could not be asked. */
  held: PolicyContent | undefined
  result: Exclude<CarriedOut, { outcome: 'done' }>
  index: IndexedSnapshot
}>

/**
 * What to tell of a save that did not go through: what the engine holds now decides, not what we believe to have sent.
 * undefined: the engine holds all that was wanted, only its last answer was lost.
 */
export function failedSave({ name, before, wanted, held, result, index }: FailedSave): ApplyError | undefined {
  const { call } = result
  const why = whyNot(result, index)
  const cause = result.outcome === 'refused' ? {} : { cause: result.cause }
  const atUnit = { path: unitPath(call.role, call.unitId), problem: result.outcome === 'refused' ? result.detail : why }
  if (held === undefined) {
    const sent = result.standing.map(one => callText(one, index)).join('; ')
    const text = `${why} How ${name} stands now is not known${sent === '' ? '' : `; this was done: ${sent}`}. Reload it.`
    return new ApplyError(sent === '' ? 'engine-unreachable' : 'partly-saved', text, [atUnit], cause)
  }
  const made = unitChanges(before, held)
  if (made.length === 0) {
    const code = result.outcome === 'refused' ? 'engine-refused' : 'engine-unreachable'
    return new ApplyError(code, `${why} Nothing was changed.`, [atUnit], cause)
  }
  const left = unitChanges(held, wanted)
  if (left.length === 0) return undefined
  const listed = (changes: typeof made) => changes.map(change => changeText(change, index)).join('; ')
  const text = `${why} ${name} was saved in part. Done: ${listed(made)}. Not done: ${listed(left)}.`
  const others = left
    .map(({ role, unitId }) => ({ path: unitPath(role, unitId), problem: 'was not saved' }))
    .filter(({ path }) => path !== atUnit.path)
  return new ApplyError('partly-saved', text, [atUnit, ...others], cause)
}

function whyNot(result: FailedSave['result'], index: IndexedSnapshot): string {
  const what = callText(result.call, index)
  if (result.outcome === 'refused') return `The engine refused to ${what}: ${result.detail}`
  if (result.outcome === 'unknown') return `The engine did not answer when asked to ${what}.`
  const message = result.cause instanceof Error ? result.cause.message : String(result.cause)
  return `The engine could not be asked to ${what}: ${message.replace(/\.?$/, '.')}`
}

function callText({ call, role, unitId, value }: UnitCall, index: IndexedSnapshot): string {
  const unit = unitText(role, unitId, index)
  return role === 'weight' && call === 'add' ? `add ${unit} with factor ${value}` : `${call} ${unit}`
}
