import {
  CheckCircleIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  PowerOffIcon,
  QuestionCircleIcon,
} from '@patternfly/react-icons'
import type { ComponentType } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import type { Level } from './host-load.ts'

const icons: Readonly<Record<Level, ComponentType>> = {
  over: ExclamationCircleIcon,
  high: ExclamationTriangleIcon,
  ok: CheckCircleIcon,
  unknown: QuestionCircleIcon,
  off: PowerOffIcon,
}

/** The state of a host as an icon with its word: seen by those who see no colour, heard by those who see nothing. */
export function LevelMark({ level, withWord = false }: Readonly<{ level: Level; withWord?: boolean }>) {
  const { t } = useTexts()
  const Icon = icons[level]
  const word = t(`hosts.level.${level}`)
  return (
    <span className={`level-mark level-mark-${level}`} title={word}>
      <Icon aria-hidden />
      {withWord ? ` ${word}` : <span className="pf-v6-screen-reader">{word}</span>}
    </span>
  )
}
