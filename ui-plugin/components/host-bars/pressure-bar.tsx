import { useTexts } from '../../messages/use-texts.tsx'
import { type Level, PRESSURE_END } from './host-load.ts'
import { UseBar } from './use-bar.tsx'

export type PressureBarProps = Readonly<{
  hostName: string
  /** vCPUs of the VMs there for each CPU. */
  perCpu: number | undefined
  afterPerCpu?: number | undefined
  swapUsedMiB?: number | undefined
  level: Level
}>

/** How much VMs compete for the CPUs of a host, and in its tip what of memory had to be swapped out. */
export function PressureBar({ hostName, perCpu, afterPerCpu, swapUsedMiB, level }: PressureBarProps) {
  const { t, ratio, memory } = useTexts()
  const isKnown = perCpu !== undefined || afterPerCpu !== undefined
  const value = isKnown ? t('hosts.pressure.value', { ratio: ratio(perCpu, afterPerCpu) }) : t('state.unknown')
  const tip = [
    t('hosts.pressure.tip', { value, end: PRESSURE_END }),
    ...(swapUsedMiB === undefined ? [] : [t('hosts.swap.tip', { memory: memory(swapUsedMiB) })]),
  ]
  return (
    <UseBar
      label={t('hosts.bar.pressure', { host: hostName })}
      percent={percentOf(perCpu)}
      afterPercent={percentOf(afterPerCpu)}
      level={level}
      valueText={value}
      tip={tip.join(' ')}
    />
  )
}

const percentOf = (perCpu: number | undefined): number | undefined =>
  perCpu === undefined ? undefined : (100 * perCpu) / PRESSURE_END
