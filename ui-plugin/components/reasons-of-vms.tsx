import type { Skipped } from '../../shared/policy/reason.ts'
import { useTexts } from '../messages/use-texts.tsx'
import { EntityLink } from './portal-links.tsx'
import { useFirstOf } from './show-more.tsx'

const FIRST = 5

/** VMs that were left out of something, each with the reason. */
export function ReasonsOfVms({ vms }: Readonly<{ vms: readonly Skipped[] }>) {
  const { reason } = useTexts()
  const [shown, more] = useFirstOf(vms, FIRST)
  return (
    <>
      <ul className="tuning-skipped">
        {shown.map(({ id, name, reason: why }) => (
          <li key={id}>
            <EntityLink kind="vm" name={name} />: {reason(why)}
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}
