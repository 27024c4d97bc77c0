import type { Plan } from '../../shared/plan/plan.ts'
import { Alert } from '../components/alert.tsx'
import { useTexts } from '../messages/use-texts.tsx'

/** More than this are counted. */
const SHOWN = 5

/** A plan without steps is an answer too: that nothing is worth it, or who cannot move and why. */
export function NothingToMove({ plan: { scoreAfter, blocked } }: Readonly<{ plan: Plan }>) {
  const { t, number } = useTexts()
  return (
    <Alert component="h2" isInline variant={blocked.length === 0 ? 'info' : 'warning'} title={t('plan.nothing')}>
      <p>
        {blocked.length === 0 ? t('plan.nothing.body') : t('plan.nothing.blocked', { count: blocked.length })}{' '}
        {blocked.length === 0 && scoreAfter !== undefined && t('plan.nothing.score', { score: number(scoreAfter) })}
      </p>
      <WhoIsBlocked blocked={blocked} />
    </Alert>
  )
}

/** The first of the VMs that should move and cannot, each with what stands in its way. */
export function WhoIsBlocked({ blocked }: Pick<Plan, 'blocked'>) {
  const { t, reason } = useTexts()
  if (blocked.length === 0) return null
  return (
    <ul>
      {blocked.slice(0, SHOWN).map(({ id, name, reason: why }) => (
        <li key={id}>
          {name}: {reason(why)}
        </li>
      ))}
      {blocked.length > SHOWN && <li>{t('plan.nothing.more', { count: blocked.length - SHOWN })}</li>}
    </ul>
  )
}
