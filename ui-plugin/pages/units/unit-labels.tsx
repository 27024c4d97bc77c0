import {
  BalanceScaleIcon,
  BanIcon,
  CheckCircleIcon,
  ClockIcon,
  CubeIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  FilterIcon,
  HistoryIcon,
  OutlinedQuestionCircleIcon,
  ShieldAltIcon,
  UnlockAltIcon,
  WeightHangingIcon,
} from '@patternfly/react-icons'
import type { PluginView, UnitView } from '../../../shared/api/service.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type Isolation, isolationOf } from './unit-facts.ts'

type UnitFunction = UnitView['functions'][number]

const functionLooks: Readonly<Record<UnitFunction, Look>> = {
  filter: { icon: <FilterIcon /> },
  score: { icon: <WeightHangingIcon /> },
  balance: { icon: <BalanceScaleIcon /> },
}

export function FunctionLabels({ functions }: Readonly<{ functions: readonly UnitFunction[] }>) {
  const { t } = useTexts()
  return (
    <div className="unit-labels">
      {functions.map(name => (
        <StateLabel key={name} look={functionLooks[name]} text={t(`units.does.${name}`)} />
      ))}
    </div>
  )
}

const active: Look = { icon: <CheckCircleIcon />, status: 'success' }
const disabled: Look = { icon: <BanIcon />, status: 'warning' }
const quarantined: Look = { icon: <ExclamationCircleIcon />, status: 'danger' }
const states: Readonly<Record<UnitView['state'], Look>> = { active, disabled, quarantined }
const outdated: Look = { icon: <HistoryIcon />, status: 'warning' }
const warning: Look = { icon: <ExclamationTriangleIcon />, status: 'warning' }

/** How it is doing; beside it whether its file is broken, and what was left out of it. */
export function StateLabels({ unit, plugin }: Readonly<{ unit: UnitView; plugin: PluginView | undefined }>) {
  const { t } = useTexts()
  const { state, warnings } = unit
  return (
    <div className="unit-labels">
      <StateLabel look={states[state]} text={t(`units.state.${state}`)} />
      {plugin?.state === 'outdated' && <StateLabel look={outdated} text={t('units.state.outdated')} />}
      {warnings.length > 0 && (
        <StateLabel look={warning} text={t('units.state.warnings', { count: warnings.length })} />
      )}
    </div>
  )
}

const isolationLooks: Readonly<Record<Isolation, Look>> = {
  kernel: { icon: <ShieldAltIcon />, status: 'success' },
  runtime: { icon: <ExclamationTriangleIcon />, status: 'warning' },
  unisolated: { icon: <UnlockAltIcon />, status: 'warning' },
  builtIn: { icon: <CubeIcon /> },
}

export function IsolationLabel({ unit }: Readonly<{ unit: UnitView }>) {
  const { t } = useTexts()
  const isolation = isolationOf(unit)
  return (
    <div className="unit-labels">
      <StateLabel look={isolationLooks[isolation]} text={t(`units.isolation.${isolation}`)} />
    </div>
  )
}

const engineLooks: Readonly<Record<UnitView['engine'], Look>> = {
  seen: { icon: <CheckCircleIcon />, status: 'success' },
  not_seen: { icon: <ClockIcon />, status: 'info' },
  disabled: { icon: <BanIcon />, status: 'warning' },
  unknown: { icon: <OutlinedQuestionCircleIcon /> },
}

export function EngineLabel({ engine }: Readonly<{ engine: UnitView['engine'] }>) {
  const { t } = useTexts()
  return (
    <div className="unit-labels">
      <StateLabel look={engineLooks[engine]} text={t(`units.engine.${engine}`)} />
    </div>
  )
}
