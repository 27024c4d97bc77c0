import type { HostFigure } from '../../../shared/model/tuning.ts'

/** A time in which KSM ran. `isOpen`: it still did in the last figure. */
export type KsmSpan = Readonly<{ fromMs: number; toMs: number; isOpen: boolean }>

/** Oldest first; each figure holds until the next one. undefined: none tells whether KSM runs, as over plain libvirt. */
export function ksmSpans(figures: readonly HostFigure[]): readonly KsmSpan[] | undefined {
  if (figures.every(({ ksmRunning }) => ksmRunning === undefined)) return undefined
  const spans: KsmSpan[] = []
  figures.forEach(({ atMs, ksmRunning }, at) => {
    if (ksmRunning !== true) return
    const next = figures[at + 1]
    const goesOn = figures[at - 1]?.ksmRunning === true ? spans.pop() : undefined
    spans.push({ fromMs: goesOn?.fromMs ?? atMs, toMs: next?.atMs ?? atMs, isOpen: next === undefined })
  })
  return spans
}
