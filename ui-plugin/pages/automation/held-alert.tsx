import { Button } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import { useAction } from '../../api/use-action.ts'
import { Alert } from '../../components/alert.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type HeldAlertProps = Readonly<{
  title: string
  children: ReactNode
  /** How it ends; absent: not by this user. */
  way?: Readonly<{ label: string; name: string; take: (signal: AbortSignal) => Promise<unknown> }>
  failed: string
  onChange: () => void
}>

/** Something that holds moves up, and the button that ends it. */
export function HeldAlert({ title, children, way, failed, onChange }: HeldAlertProps) {
  const { t } = useTexts()
  const [action, run, clear] = useAction()
  const take = async () => {
    if (way !== undefined && (await run(way.take)) !== undefined) onChange()
  }
  return (
    <>
      <Alert
        component="h2"
        isInline
        variant="warning"
        title={title}
        actionLinks={
          way && (
            <Button
              size="sm"
              variant="secondary"
              aria-label={way.name}
              isLoading={action.state === 'busy'}
              spinnerAriaValueText={t('state.loading')}
              isAriaDisabled={action.state === 'busy'}
              onClick={() => void take()}
            >
              {way.label}
            </Button>
          )
        }
      >
        {children}
      </Alert>
      {action.state === 'failed' && <FailureAlert title={failed} failure={action.failure} onClose={clear} />}
    </>
  )
}
