/** CPU use of one VM over time: percent of the VM's own CPU, one sample per five minutes. It repeats at its end. */
export type Trace = Readonly<{ name: string; percents: Uint8Array }>

export const interpolations = ['linear', 'step'] as const
/** Between two samples: a straight line, or the earlier one. */
export type Interpolation = (typeof interpolations)[number]

const SAMPLE_MS = 300_000

/** `elapsedMs` counts from the trace's first sample; never negative. */
export function traceAt(trace: Trace, elapsedMs: number, interpolation: Interpolation): number {
  const position = elapsedMs / SAMPLE_MS
  const index = Math.floor(position)
  const { percents } = trace
  const here = percents[index % percents.length] ?? 0
  if (interpolation === 'step') return here
  const next = percents[(index + 1) % percents.length] ?? here
  return here + (next - here) * (position - index)
}
