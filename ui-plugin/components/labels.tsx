import { Label } from '@patternfly/react-core'
import {
  AngleDoubleUpIcon,
  AngleUpIcon,
  BanIcon,
  CheckCircleIcon,
  ClockIcon,
  EqualsIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  InProgressIcon,
  MinusIcon,
  PauseCircleIcon,
} from '@patternfly/react-icons'
import type { ReactNode } from 'react'
import type { RecommendationState } from '../../shared/plan/recommendation.ts'
import type { RunState, StepState } from '../../shared/plan/run.ts'
import type { MessageId } from '../messages/english.ts'
import { useTexts } from '../messages/use-texts.tsx'

export type Look = Readonly<{ icon: ReactNode; status?: 'success' | 'warning' | 'danger' | 'info' }>

const priorities: Readonly<Record<1 | 2 | 3 | 4 | 5, Look>> = {
  1: { icon: <ExclamationCircleIcon />, status: 'danger' },
  2: { icon: <AngleDoubleUpIcon />, status: 'warning' },
  3: { icon: <AngleUpIcon />, status: 'info' },
  4: { icon: <EqualsIcon /> },
  5: { icon: <MinusIcon /> },
}

const isPriority = (value: number): value is keyof typeof priorities => Object.hasOwn(priorities, value)

/** 1: a limit is broken … 5: slight gain. */
export function PriorityLabel({ priority }: Readonly<{ priority: number }>) {
  const { t } = useTexts()
  const known = isPriority(priority) ? priority : 5
  return <StateLabel look={priorities[known]} text={t(`recs.priority.${known}`)} />
}

/** How the state of a step looks wherever it is shown. */
export const stepLooks: Readonly<Record<StepState, Look>> = {
  waiting: { icon: <ClockIcon /> },
  requested: { icon: <ClockIcon /> },
  running: { icon: <InProgressIcon />, status: 'info' },
  done: { icon: <CheckCircleIcon />, status: 'success' },
  failed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  skipped: { icon: <BanIcon />, status: 'warning' },
  superseded: { icon: <BanIcon /> },
}

export function StepLabel({ state }: Readonly<{ state: StepState }>) {
  const { t } = useTexts()
  const id: MessageId = `runs.step.${state}`
  return <StateLabel look={stepLooks[state]} text={t(id)} />
}

/** What is shown of a run: its state, told apart where a person asks what to do next. */
export type RunStanding = RunState | 'stopping' | 'partly'

const runLooks: Readonly<Record<RunStanding, Look>> = {
  waiting: { icon: <ClockIcon /> },
  running: { icon: <InProgressIcon />, status: 'info' },
  stopping: { icon: <InProgressIcon />, status: 'warning' },
  done: { icon: <CheckCircleIcon />, status: 'success' },
  partly: { icon: <ExclamationTriangleIcon />, status: 'warning' },
  failed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  cancelled: { icon: <BanIcon />, status: 'warning' },
}

export function RunLabel({ standing }: Readonly<{ standing: RunStanding }>) {
  const { t } = useTexts()
  return <StateLabel look={runLooks[standing]} text={t(`runs.state.${standing}`)} />
}

const recommendationLooks: Readonly<Record<RecommendationState, Look>> = {
  open: { icon: <ClockIcon /> },
  snoozed: { icon: <PauseCircleIcon /> },
  applying: { icon: <InProgressIcon />, status: 'info' },
  applied: { icon: <CheckCircleIcon />, status: 'success' },
  failed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  dismissed: { icon: <BanIcon /> },
  superseded: { icon: <BanIcon /> },
}

export function RecommendationLabel({ state }: Readonly<{ state: RecommendationState }>) {
  const { t } = useTexts()
  return <StateLabel look={recommendationLooks[state]} text={t(`recs.state.${state}`)} />
}

/** A word with an icon: colour never stands alone. */
export const StateLabel = ({ look: { icon, status }, text }: Readonly<{ look: Look; text: string }>) => (
  <Label isCompact variant="outline" icon={icon} {...(status && { status })}>
    {text}
  </Label>
)
