import type { HostEffect } from '../../../shared/plan/recommendation.ts'
import { type Level, levelOfPercent, levelOfPressure, PRESSURE_END } from '../../components/host-bars/host-load.ts'
import { PressureBar } from '../../components/host-bars/pressure-bar.tsx'
import { UseBar } from '../../components/host-bars/use-bar.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { limitPercent } from '../hosts/host-loads.ts'

export type MoveEffectsProps = Readonly<{
  /** Source first, then destination. */
  effects: readonly HostEffect[]
  /** The free memory that the policy wants on each host. */
  limitMiB: number | undefined
}>

/** Both hosts of a move: now solid, afterwards as an outline of the same bar, memory, CPU and pressure below each other. */
export function MoveEffects({ effects, limitMiB }: MoveEffectsProps) {
  const { t } = useTexts()
  const isCpuKnown = effects.every(({ cpuAfterPercent }) => cpuAfterPercent !== undefined)
  return (
    <>
      <p className="timeline-keys" aria-hidden>
        <span className="key key-now" /> {t('detail.before')} <span className="key key-after" />{' '}
        {t('detail.afterwards')}
        {effects.some(({ vcpusPerCpuBefore }) => vcpusPerCpuBefore !== undefined) && (
          <span>{t('hosts.pressure.key', { end: PRESSURE_END })}</span>
        )}
      </p>
      {effects.map(effect => (
        <Effect key={effect.host.id} effect={effect} limitMiB={limitMiB} />
      ))}
      <p className="field-note">{t(isCpuKnown ? 'detail.effect.cpuNote' : 'detail.effect.cpuUnknown')}</p>
    </>
  )
}

function Effect({ effect, limitMiB }: Readonly<{ effect: HostEffect; limitMiB: number | undefined }>) {
  const { t, memory, ratio } = useTexts()
  const { host, memoryTotalMiB, memoryFreeBeforeMiB, memoryFreeAfterMiB, cpuBeforePercent, cpuAfterPercent } = effect
  const { memoryUsedBeforePercent, memoryUsedAfterPercent, vcpusPerCpuBefore, vcpusPerCpuAfter } = effect
  const isBeyond = limitMiB !== undefined && memoryFreeBeforeMiB < limitMiB
  return (
    <div className="detail-effect">
      <EntityLink kind="host" name={host.name} />
      <Measure
        term={t('hosts.memory')}
        label={t('hosts.bar.memory', { host: host.name })}
        level={isBeyond ? 'over' : levelOfPercent(memoryUsedBeforePercent)}
        before={memoryUsedBeforePercent}
        after={memoryUsedAfterPercent}
        limit={limitMiB === undefined ? undefined : limitPercent(limitMiB, memoryTotalMiB)}
        aside={t('detail.effect.free', { before: memory(memoryFreeBeforeMiB), after: memory(memoryFreeAfterMiB) })}
      />
      <Measure
        term={t('hosts.cpu')}
        label={t('hosts.bar.cpu', { host: host.name })}
        level={levelOfPercent(cpuBeforePercent)}
        before={cpuBeforePercent}
        after={cpuAfterPercent}
      />
      {vcpusPerCpuBefore !== undefined && (
        <div className="detail-measure">
          <span>{t('hosts.pressure')}</span>
          <PressureBar
            hostName={host.name}
            perCpu={vcpusPerCpuBefore}
            afterPerCpu={vcpusPerCpuAfter}
            level={levelOfPressure(vcpusPerCpuBefore)}
          />
          <span className="figure">{ratio(vcpusPerCpuBefore, vcpusPerCpuAfter)}</span>
        </div>
      )}
    </div>
  )
}

type MeasureProps = Readonly<{
  term: string
  label: string
  level: Level
  before: number | undefined
  after: number | undefined
  limit?: number | undefined
  aside?: string
}>

function Measure({ term, label, level, before, after, limit, aside }: MeasureProps) {
  const { change } = useTexts()
  return (
    <div className="detail-measure">
      <span>{term}</span>
      <UseBar label={label} percent={before} afterPercent={after} level={level} limitPercent={limit} />
      <span className="figure">
        {change(before, after)}
        {aside !== undefined && <span className="detail-free">{aside}</span>}
      </span>
    </div>
  )
}
