import { Button } from '@patternfly/react-core'
import { useTexts } from '../../messages/use-texts.tsx'

export type MoreNoteProps = Readonly<{
  /** Only so many were looked through; undefined: all there are. */
  limit: number | undefined
  /** Looks through more of them. */
  onMore: (() => void) | undefined
}>

/** Says that there may be older ones than those looked through. */
export function MoreNote({ limit, onMore }: MoreNoteProps) {
  const { t } = useTexts()
  if (limit === undefined) return null
  return (
    <p className="field-note">
      {t('history.onlyNewest', { count: limit })}{' '}
      {onMore !== undefined && (
        <Button variant="link" isInline size="sm" onClick={onMore}>
          {t('history.older')}
        </Button>
      )}
    </p>
  )
}
