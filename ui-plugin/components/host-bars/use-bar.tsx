import { useTexts } from '../../messages/use-texts.tsx'
import type { Level } from './host-load.ts'

export type UseBarProps = Readonly<{
  /** What is measured, for those who cannot see it. */
  label: string
  percent: number | undefined
  afterPercent?: number | undefined
  limitPercent?: number | undefined
  level: Level
  /** The figure in words, where it is no percentage. */
  valueText?: string
  /** What there is to know besides, for who points at it. */
  tip?: string
}>

const width = (percent: number) => ({ inlineSize: `${Math.min(100, Math.max(0, percent))}%` })

/** 0 to 100 %: now solid, after the move as an outline of the same bar, the limit as a mark. */
export function UseBar({ label, percent, afterPercent, limitPercent, level, valueText, tip }: UseBarProps) {
  const { change } = useTexts()
  return (
    <div className={`use-bar use-bar-${level}`} title={tip}>
      <meter
        className="pf-v6-screen-reader"
        min={0}
        max={100}
        value={Math.round(percent ?? 0)}
        aria-label={label}
        aria-valuetext={valueText ?? change(percent, afterPercent)}
      />
      {percent !== undefined && <span className="use-bar-now" style={width(percent)} />}
      {afterPercent !== undefined && <span className="use-bar-after" style={width(afterPercent)} />}
      {limitPercent !== undefined && (
        <span className="use-bar-limit" style={{ insetInlineStart: `${Math.min(100, limitPercent)}%` }} />
      )}
    </div>
  )
}
