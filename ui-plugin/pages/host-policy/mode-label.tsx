import { CheckCircleIcon, EyeIcon, OutlinedCircleIcon, PowerOffIcon } from '@patternfly/react-icons'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const looks: Readonly<Record<TuningMode, Look>> = {
  off: { icon: <PowerOffIcon /> },
  observe: { icon: <EyeIcon /> },
  'dry-run': { icon: <OutlinedCircleIcon />, status: 'info' },
  enforce: { icon: <CheckCircleIcon />, status: 'success' },
}

/** A mode as a word, with how many hosts are in it where that is given. */
export function ModeLabel({ mode, count }: Readonly<{ mode: TuningMode; count?: number }>) {
  const { t } = useTexts()
  const name = t(`tuning.mode.${mode}`)
  return <StateLabel look={looks[mode]} text={count === undefined ? name : t('tuning.now', { mode: name, count })} />
}
