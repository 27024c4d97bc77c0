import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { loadMessages } from './load-messages.ts'
import { TextsProvider, useTexts } from './use-texts.tsx'

async function textsIn(locale: string) {
  const loaded = await loadMessages(locale)
  const wrapper = ({ children }: { children: ReactNode }) => <TextsProvider loaded={loaded}>{children}</TextsProvider>
  return renderHook(useTexts, { wrapper }).result.current
}

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ')

afterEach(cleanup)

describe('quantities', () => {
  const memories = [
    [0, '0 MiB'],
    [235, '235 MiB'],
    [1023.4, '1,023 MiB'],
    [1024, '1 GiB'],
    [6100, '6 GiB'],
    [10_213, '10 GiB'],
    [22_528, '22 GiB'],
  ] as const
  const percents = [
    [undefined, 'not known'],
    [0, '0 %'],
    [4.26, '4.3 %'],
    [9.96, '10 %'],
    [97.4, '97 %'],
  ] as const
  const durations = [
    [-3, '0 s'],
    [38, '38 s'],
    [89.6, '90 s'],
    [150, '3 min'],
    [4800, '1 h 20 min'],
    [3 * 86_400, '3 days'],
  ] as const

  it('read as people say them', async () => {
    const { memory, percent, duration, change, ratio } = await textsIn('en-US')
    for (const [mib, text] of memories) expect(plain(memory(mib))).toBe(text)
    for (const [value, text] of percents) expect(plain(percent(value))).toBe(text)
    for (const [seconds, text] of durations) expect(plain(duration(seconds))).toBe(text)
    expect(plain(change(91.2, 74))).toBe('91 → 74 %')
    expect(plain(change(91.2, undefined))).toBe('91 %')
    expect(ratio(6.24, 1)).toBe('6.2 → 1.0')
    expect(ratio(1.28, 1.31)).toBe('1.3')
    expect(ratio(9.96, undefined)).toBe('10')
    expect(ratio(undefined, 2)).toBe('→ 2.0')
    expect(ratio(undefined, undefined)).toBe('not known')
  })

  it('follow the locale, also one whose texts we do not have', async () => {
    const { memory, t } = await textsIn('de-DE')
    expect(plain(memory(8909))).toBe('8,7 GiB')
    expect(t('recs.count', { open: 1 })).toBe('1 offen')
    const french = await textsIn('fr-FR')
    expect(plain(french.memory(8909))).toBe('8,7 GiB')
    expect(french.t('state.loading')).toBe('Loading')
  })

  it('form the plural', async () => {
    const { t } = await textsIn('en-US')
    const status = (open: number) => t('overview.status', { within: 1, unknown: 0, clusters: 1, open })
    expect([0, 1, 2].map(status)).toEqual([
      '1 of 1 cluster is within limits; nothing is waiting for you.',
      '1 of 1 cluster is within limits; 1 recommendation is waiting for you.',
      '1 of 1 cluster is within limits; 2 recommendations are waiting for you.',
    ])
  })
})
