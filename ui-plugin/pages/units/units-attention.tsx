import { Button } from '@patternfly/react-core'
import type { UnitList } from '../../../shared/api/service.ts'
import type { Remote } from '../../api/use-remote.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { troublesOf } from './unit-facts.ts'

/** The card is below the fold: what needs somebody's hand there is said at the top of the page. */
export function UnitsAttention({ units, onShow }: Readonly<{ units: Remote<UnitList>; onShow: () => void }>) {
  const { t } = useTexts()
  const troubles = units.state === 'ready' ? troublesOf(units.data) : []
  if (troubles.length === 0) return null
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('units.attention', { what: troubles.map(({ id, count }) => t(id, { count })).join('; ') })}
      actionClose={
        <Button variant="link" isInline onClick={onShow}>
          {t('units.attention.show')}
        </Button>
      }
    />
  )
}
