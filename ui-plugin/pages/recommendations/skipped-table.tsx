import { Td, Tr } from '@patternfly/react-table'
import type { Skipped } from '../../../shared/policy/reason.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const FIRST = 8

/** Everything that was left out, each with its reason; long lists come in parts. */
export function SkippedTable({ kind, skipped }: Readonly<{ kind: 'host' | 'vm'; skipped: readonly Skipped[] }>) {
  const { t, reason } = useTexts()
  const [shown, more] = useFirstOf(skipped, FIRST)
  if (skipped.length === 0) return <p>{t('detail.skipped.none')}</p>
  return (
    <>
      <PlainTable className="skipped-table" columns={[t('detail.skipped.name'), t('detail.skipped.reason')]}>
        {shown.map(({ id, name, reason: why }) => (
          <Tr key={id}>
            <Td>
              <EntityLink kind={kind} name={name} />
            </Td>
            <Td>{reason(why)}</Td>
          </Tr>
        ))}
      </PlainTable>
      {more}
    </>
  )
}
