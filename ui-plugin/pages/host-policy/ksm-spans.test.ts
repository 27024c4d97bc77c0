import { expect, it } from 'vitest'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import { ksmSpans } from './ksm-spans.ts'

const spansOf = (...told: readonly (boolean | undefined)[]) =>
  ksmSpans(
    told.map(
      (ksmRunning, atMs): HostFigure => ({
        atMs,
        memoryTotalKiB: 1,
        balloonsKiB: {},
        ...(ksmRunning !== undefined && { ksmRunning }),
      }),
    ),
  )?.map(({ fromMs, toMs, isOpen }) => `${fromMs}–${toMs}${isOpen ? ', goes on' : ''}`)

it.each([
  { why: 'is not known of no figures', told: [], spans: undefined },
  { why: 'is not known where none tells it', told: [undefined, undefined], spans: undefined },
  { why: 'is never where it is halted', told: [false, undefined], spans: [] },
  { why: 'reaches to the figure that tells its end', told: [false, true, true, false], spans: ['1–3'] },
  { why: 'is broken where it is not told', told: [true, undefined, true], spans: ['0–1', '2–2, goes on'] },
  { why: 'goes on at the end', told: [true, true], spans: ['0–1, goes on'] },
  { why: 'comes again', told: [true, false, true, false], spans: ['0–1', '2–3'] },
])('when KSM ran $why', ({ told, spans }) => expect(spansOf(...told)).toEqual(spans))
