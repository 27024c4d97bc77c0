import {
  AlertActionCloseButton,
  AlertActionLink,
  Bullseye,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Spinner,
} from '@patternfly/react-core'
import { CheckCircleIcon } from '@patternfly/react-icons'
import type { ComponentType, ReactNode } from 'react'
import { useTexts } from '../messages/use-texts.tsx'
import { Alert } from './alert.tsx'

/** What is shown of a failure; our API client throws these. */
export type Failure = Readonly<{ message: string; fix: string; code: string; requestId?: string | undefined }>

export function PageLoading() {
  const { t } = useTexts()
  return (
    <Bullseye className="page-loading">
      <Spinner aria-label={t('state.loading')} aria-valuetext={t('state.loading')} />
    </Bullseye>
  )
}

/** What happened and what to do next, in one line. What happened is told in the service's own words, which are English. */
export function useFailureText(): (failure: Failure) => string {
  const { t, phrase } = useTexts()
  return ({ code, message, fix }) =>
    code === 'service-unreachable' ? t('state.unreachable') : `${message} ${phrase(fix)}`
}

/** What happened, what to do next, and what the documentation and the log know it by. */
export function FailureAlert({
  title,
  failure,
  onRetry,
  onClose,
}: Readonly<{ title: string; failure: Failure; onRetry?: () => void; onClose?: () => void }>) {
  const { t } = useTexts()
  const text = useFailureText()
  return (
    <Alert
      component="h2"
      variant="danger"
      isInline
      title={title}
      role="alert"
      actionLinks={onRetry && <AlertActionLink onClick={onRetry}>{t('state.retry')}</AlertActionLink>}
      actionClose={onClose && <AlertActionCloseButton aria-label={t('state.close')} onClose={onClose} />}
    >
      <p>{text(failure)}</p>
      <p className="failure-code">
        {t('state.code', { code: failure.code })}
        {failure.requestId === undefined ? '' : ` · ${t('state.request', { id: failure.requestId })}`}
      </p>
    </Alert>
  )
}

export const PageFailure = ({ failure, onRetry }: Readonly<{ failure: Failure; onRetry: () => void }>) => {
  const { t } = useTexts()
  return <FailureAlert title={t('state.failed.title')} failure={failure} onRetry={onRetry} />
}

export type EmptyProps = Readonly<{
  title: string
  children?: ReactNode
  icon?: ComponentType
  status?: 'success' | 'info' | 'warning'
  /** Of its heading: 1 where it stands in place of the page, 2 where it is all that the page has. */
  level?: 1 | 2 | 3
  action?: Readonly<{ label: string; onClick: () => void }>
}>

/** Nothing to show, said as an answer. */
export function Empty({ title, children, icon = CheckCircleIcon, status, level = 3, action }: EmptyProps) {
  return (
    <EmptyState variant="xs" titleText={title} headingLevel={`h${level}`} icon={icon} {...(status && { status })}>
      <EmptyStateBody>{children}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="primary" onClick={action.onClick}>
              {action.label}
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  )
}
