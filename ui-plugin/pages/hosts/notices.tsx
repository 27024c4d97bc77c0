import type { Notice } from '../../../shared/plan/notice.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** More than this are counted. */
const SHOWN = 5

/** What only an administrator can change in a cluster; nothing where there is nothing. */
export function Notices({ cluster, notices }: Readonly<{ cluster: string; notices: readonly Notice[] }>) {
  const { t, reason } = useTexts()
  if (notices.length === 0) return null
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('notices.title', { cluster, count: notices.length })}
      className="notices"
    >
      <ul>
        {notices.slice(0, SHOWN).map(({ subject, because }) => (
          <li key={`${subject.kind} ${subject.id} ${because.text}`}>{reason(because)}</li>
        ))}
        {notices.length > SHOWN && <li>{t('notices.more', { count: notices.length - SHOWN })}</li>}
      </ul>
    </Alert>
  )
}
