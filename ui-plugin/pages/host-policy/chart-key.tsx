import type { MarkedLine } from './marked-chart.tsx'

export type ChartKeyProps = Readonly<{
  lines: readonly Readonly<Pick<MarkedLine, 'name' | 'look'> & { text: string }>[]
  /** What the bar stands for; absent: there is none. */
  bar?: string | undefined
  /** Likewise the marks. */
  mark?: string | undefined
}>

/** What each line, bar and mark stands for. */
export const ChartKey = ({ lines, bar, mark }: ChartKeyProps) => (
  <ul className="chart-key" aria-hidden>
    {lines.map(({ name, look, text }) => (
      <li key={name}>
        <svg width="28" height="8" aria-hidden="true">
          <line x1="0" y1="4" x2="28" y2="4" style={look.data} />
        </svg>{' '}
        {text}
      </li>
    ))}
    {bar !== undefined && (
      <li>
        <span className="ksm-ran" /> {bar}
      </li>
    )}
    {mark !== undefined && (
      <li>
        <span className="decision-mark" /> {mark}
      </li>
    )}
  </ul>
)
