import { Button, Spinner } from '@patternfly/react-core'
import { useRef } from 'react'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { useTouchedWords } from '../../components/use-touched-words.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { touchedState } from './giving-back.ts'

/** Of many VMs that something is left of, so many are named. */
const NAMED = 3

/** What is not as it was found, and the way back; while the service gives it back, what is left. */
export function TouchedNow(props: Readonly<{ tuning: HostTuning; isDisabled: boolean; onRestore: () => void }>) {
  const { tuning, isDisabled, onRestore } = props
  const { t, list } = useTexts()
  const words = useTouchedWords()
  const wasGivingBack = useRef<boolean>(false)
  const state = touchedState(tuning)
  const { touched } = tuning
  if (state === 'giving-back') wasGivingBack.current = true
  const named = touched.slice(0, NAMED).map(words)
  const what = list([...named, ...(touched.length > NAMED ? ['…'] : [])])
  const knobs = [...new Set(touched.flatMap(one => one.knobs))]
  return (
    <div aria-live="polite" className="host-touched">
      {state === 'giving-back' && (
        <p>
          <Spinner size="sm" aria-hidden /> {t('hostModes.restoring', { count: touched.length, what })}
        </p>
      )}
      {state === 'nothing' && wasGivingBack.current && <p className="field-note">{t('hostModes.restored')}</p>}
      {state === 'kept' && (
        <>
          <p>
            {t('hostModes.touched', {
              vms: touched.filter(({ vmId }) => vmId !== undefined).length,
              knobs: list(knobs.map(knob => t(`hostModes.knob.${knob}` as 'hostModes.knob.ksm'))),
            })}
          </p>
          <Button variant="secondary" isDisabled={isDisabled} onClick={onRestore}>
            {t('hostModes.restore')}
          </Button>
        </>
      )}
    </div>
  )
}
