import { Button } from '@patternfly/react-core'
import { CheckCircleIcon, ExclamationCircleIcon } from '@patternfly/react-icons'
import { useTexts } from '../../messages/use-texts.tsx'
import type { Check } from './use-checks.ts'

export type ChecksLineProps = Readonly<{ checks: readonly Check[]; onShow: () => void }>

/** The self-check is below the fold: here is how it ends, and the way there. */
export function ChecksLine({ checks, onShow }: ChecksLineProps) {
  const { t } = useTexts()
  const status = useChecksStatus()
  const isBad = checks.some(({ state }) => state === 'bad')
  return (
    <p className={`check check-${isBad ? 'bad' : 'good'}`}>
      <span className="check-mark" aria-hidden>
        {isBad ? <ExclamationCircleIcon /> : <CheckCircleIcon />}
      </span>
      <span>
        <Button variant="link" isInline onClick={onShow}>
          {t('overview.checks.title')}
        </Button>
        : {status(checks)}
      </span>
    </p>
  )
}

/** The list in a few words. */
export function useChecksStatus(): (checks: readonly Check[]) => string {
  const { t } = useTexts()
  return checks => {
    const count = (wanted: Check['state']) => checks.filter(({ state }) => state === wanted).length
    return t('overview.checks.status', { bad: count('bad'), good: count('good'), all: checks.length })
  }
}
