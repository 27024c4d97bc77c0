import { Bullseye } from '@patternfly/react-core'
import { UserClockIcon } from '@patternfly/react-icons'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { usePortal } from './portal-context.tsx'

/** Stands in place of the page: the portal alone can log in, and it does so when it is loaded anew. */
export function SessionEnded() {
  const { t } = useTexts()
  const portal = usePortal()
  return (
    <Bullseye component="main" className="page-loading">
      <div role="alert">
        <Empty
          level={1}
          title={t('state.session.title')}
          icon={UserClockIcon}
          status="warning"
          action={{ label: t('state.session.reload'), onClick: portal.reload }}
        >
          {t('state.session.body')}
        </Empty>
      </div>
    </Bullseye>
  )
}
