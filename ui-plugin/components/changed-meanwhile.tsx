import { Button } from '@patternfly/react-core'
import { useTexts } from '../messages/use-texts.tsx'
import { Alert } from './alert.tsx'

export type ChangedMeanwhileProps = Readonly<{
  /** What somebody else has saved; undefined: they went back to the configuration file. */
  saved: Readonly<{ by: Readonly<{ name: string }>; atMs: number }> | undefined
  onTheirs: () => void
  onMine: () => void
}>

/** Settings that are being edited were saved by somebody else: the reader says whose are to stay. */
export function ChangedMeanwhile({ saved, onTheirs, onMine }: ChangedMeanwhileProps) {
  const { t, time } = useTexts()
  return (
    <Alert
      component="h3"
      isInline
      variant="warning"
      title={
        saved === undefined
          ? t('auto.conflict.reset')
          : t('auto.conflict', { user: saved.by.name, time: time(saved.atMs) })
      }
      actionLinks={
        <>
          <Button variant="link" isInline onClick={onTheirs}>
            {t('auto.conflict.theirs')}
          </Button>
          <Button variant="link" isInline onClick={onMine}>
            {t('auto.conflict.mine')}
          </Button>
        </>
      }
    />
  )
}
