import { useTexts } from '../../messages/use-texts.tsx'
import type { Level } from './host-load.ts'

export type UseBarProps = Readonly<{
  /** What is measured, for those who cannot see it. */
  label: string
  percent: number | undefined
  afterPercent?: number | undefined
  limitPercent?: number | undefined
  level: Level
}>

const width = (percent: number) => ({ inlineSize: `${Math.min(100, Math.max(0, percent))}%` })

/** 0 to 100 %: now solid, after the move as an outline of the same bar, the limit as a mark. */
export function UseBar({ label, percent, afterPercent, limitPercent, level }: UseBarProps) {
  const { change } = useTexts()
  return (
    <div className={`use-bar use-bar-${level}`}>
      <meter
        className="pf-v6-screen-reader"
        min={0}
        max={100}
        value={Math.round(percent ?? 0)}
        aria-label={label}
        aria-valuetext={change(percent, afterPercent)}
      />
      {percent !== undefined && <span className="use-bar-now" style={width(percent)} />}
      {afterPercent !== undefined && <span className="use-bar-after" style={width(afterPercent)} />}
      {limitPercent !== undefined && (
        <span className="use-bar-limit" style={{ insetInlineStart: `${Math.min(100, limitPercent)}%` }} />
      )}
    </div>
  )
}
