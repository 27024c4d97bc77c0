import type { Reason } from '../../shared/policy/reason.ts'
import { useTexts } from '../messages/use-texts.tsx'

/** Reasons one below the other. */
export function ReasonList({ reasons }: Readonly<{ reasons: readonly Reason[] }>) {
  const { reason } = useTexts()
  return (
    <ul>
      {reasons.map(given => (
        <li key={given.text} className="listed-point">
          {reason(given)}
        </li>
      ))}
    </ul>
  )
}
