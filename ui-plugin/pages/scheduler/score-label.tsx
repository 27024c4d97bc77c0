import { Label } from '@patternfly/react-core'
import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons'
import { useTexts } from '../../messages/use-texts.tsx'
import { healthOf } from './cluster-health.ts'

const looks = {
  good: { status: 'success', icon: <CheckCircleIcon /> },
  fair: { status: 'warning', icon: <ExclamationTriangleIcon /> },
  poor: { status: 'danger', icon: <ExclamationCircleIcon /> },
} as const

/** 100: even and within limits. */
export function ScoreLabel({ score }: Readonly<{ score: number | undefined }>) {
  const { t } = useTexts()
  if (score === undefined) return <Label isCompact>{t('clusters.score.none')}</Label>
  const health = healthOf(score)
  return (
    <Label isCompact variant="outline" {...looks[health]}>
      {t('clusters.score', { score })} · {t(`clusters.score.${health}`)}
    </Label>
  )
}
