import { expect, it } from 'vitest'
import { ksmSavedKiB } from './ksm-saved.ts'

it.each([
  { why: 'as memory where that is told', told: { ksm: { sharedKiB: 8, pagesSharing: 100 } }, kib: 8 },
  { why: 'no memory, which is 0', told: { ksm: { sharedKiB: 0 } }, kib: 0 },
  { why: 'by pages of 4 KiB', told: { ksm: { pagesSharing: 100 } }, kib: 400 },
  { why: 'by pages of the size that the host tells', told: { ksm: { pagesSharing: 100 }, pageKiB: 64 }, kib: 6400 },
  { why: 'no page', told: { ksm: { running: true, pagesSharing: 0 } }, kib: 0 },
  { why: 'unknown where KSM is told without it', told: { ksm: { running: true } }, kib: undefined },
  { why: 'unknown where nothing is told', told: {}, kib: undefined },
])('takes what was saved $why', ({ told, kib }) => expect(ksmSavedKiB(told)).toBe(kib))
