import type { KsmSpan } from './ksm-spans.ts'

export type KsmLaneProps = Readonly<{
  spans: readonly KsmSpan[]
  fromMs: number
  toMs: number
  /** Where an instant lies, in pixels from the left. */
  xOf: (atMs: number) => number
}>

/** When KSM ran, whether it saved anything or not: a bar on a line that is bare where it was halted. The chart says it in words. */
export function KsmLane({ spans, fromMs, toMs, xOf }: KsmLaneProps) {
  const placed = (from: number, to: number) => ({
    insetInlineStart: `${xOf(from)}px`,
    inlineSize: `${xOf(to) - xOf(from)}px`,
  })
  return (
    <div aria-hidden className="ksm-lane">
      <span className="ksm-halted" style={placed(fromMs, toMs)} />
      {spans.map(span => (
        <span key={span.fromMs} className="ksm-ran" style={placed(span.fromMs, span.toMs)} />
      ))}
    </div>
  )
}
