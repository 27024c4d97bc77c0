import { useTexts } from '../../messages/use-texts.tsx'
import type { KsmSpan } from './ksm-spans.ts'
import type { Series } from './policy-series.ts'

export type ChartWords = Readonly<{
  /** From GiB. */
  gib(value: number): string
  nameOf(line: Series): string
  /** All that is drawn, in words. */
  sayAll(drawn: DrawnChart): string
}>

export type DrawnChart = Readonly<{
  lines: readonly Series[]
  spans: readonly KsmSpan[] | undefined
  fromMs: number
  toMs: number
  /** Of decisions. */
  count: number
}>

const MIB_PER_GIB = 1024
/** Of the times that KSM ran, so many of the latest are said. */
const SAID_SPANS = 5

/** `vmName`: whose balloon is drawn in place of all. */
export function useChartWords(vmName: string | undefined): ChartWords {
  const { t, memory, time, list } = useTexts()
  const gib = (value: number) => memory(value * MIB_PER_GIB)
  const nameOf = ({ name }: Series) =>
    name === 'balloons' && vmName !== undefined ? t('tuning.chart.balloon', { vm: vmName }) : t(`tuning.chart.${name}`)
  const sayLine = (line: Series) => {
    const values = line.points.flatMap(point => point.gib ?? [])
    const [first = 0, last = 0] = [values[0], values.at(-1)]
    const figures = { first: gib(first), last: gib(last), most: gib(Math.max(...values)) }
    return t('tuning.chart.line', { name: nameOf(line), ...figures })
  }
  const saySpan = ({ fromMs, toMs, isOpen }: KsmSpan) =>
    isOpen
      ? t('tuning.chart.since', { from: time(fromMs) })
      : t('tuning.chart.span', { from: time(fromMs), to: time(toMs) })
  const sayKsm = (spans: readonly KsmSpan[]) =>
    t('tuning.chart.ran', { count: spans.length, spans: list(spans.slice(-SAID_SPANS).map(saySpan)) })
  return {
    gib,
    nameOf,
    sayAll({ lines, spans, fromMs, toMs, count }) {
      const said = [...lines.map(sayLine), ...(spans === undefined ? [] : [sayKsm(spans)])]
      return t('tuning.chart.means', { from: time(fromMs), to: time(toMs), lines: said.join('; '), count })
    },
  }
}
