import type { Reason } from '../../../shared/policy/reason.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** The service puts the name of the unit that speaks before its sentence; apart from it, the sentence can be translated. */
export function splitUnit(given: Reason): Readonly<{ unit?: string; said: Reason }> {
  const { unit } = given.values
  if (typeof unit !== 'string' || !given.text.startsWith(`${unit}: `)) return { said: given }
  return { unit, said: { ...given, text: given.text.slice(unit.length + 2) } }
}

/** A reason with the unit that gave it. `unit` where the sentence does not name it. */
export function UnitReason({ given, unit }: Readonly<{ given: Reason; unit?: string }>) {
  const { reason } = useTexts()
  const { unit: speaker = unit, said } = splitUnit(given)
  return (
    <>
      {speaker !== undefined && <strong className="why-unit">{speaker}: </strong>}
      {reason(said)}
    </>
  )
}
