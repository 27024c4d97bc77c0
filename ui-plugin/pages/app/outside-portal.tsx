import { Bullseye } from '@patternfly/react-core'
import { InfoCircleIcon } from '@patternfly/react-icons'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** Someone opened the page's address by itself: there is no token to ask anything with. */
export function OutsidePortal() {
  const { t } = useTexts()
  return (
    <Bullseye className="page-loading">
      <Empty level={2} title={t('state.outside.title')} icon={InfoCircleIcon} status="info">
        {t('state.outside.body')}
      </Empty>
    </Bullseye>
  )
}
