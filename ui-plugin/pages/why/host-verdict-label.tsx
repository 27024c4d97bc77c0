import { BanIcon, CheckCircleIcon, CheckIcon, QuestionCircleIcon } from '@patternfly/react-icons'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { HostVerdict } from './host-choice.ts'

const looks: Readonly<Record<HostVerdict, Look>> = {
  best: { icon: <CheckCircleIcon />, status: 'success' },
  possible: { icon: <CheckIcon /> },
  refused: { icon: <BanIcon />, status: 'danger' },
  unasked: { icon: <QuestionCircleIcon />, status: 'warning' },
}

export function HostVerdictLabel({ verdict }: Readonly<{ verdict: HostVerdict }>) {
  const { t } = useTexts()
  return <StateLabel look={looks[verdict]} text={t(`why.verdict.${verdict}`)} />
}
