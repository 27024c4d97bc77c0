import { describe, expect, it } from 'vitest'
import { hostMemoryBalance } from '../../server/units/host-memory-balance.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { parseProperties } from '../../shared/policy/properties.ts'
import { aHost, aVm } from '../../test/fakes/builders.ts'
import { english, type MessageId } from './english.ts'
import { englishReasons } from './english-reasons.ts'
import { german } from './german.ts'
import { germanReasons } from './german-reasons.ts'
import { translateReason } from './reason-sentence.ts'

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''))].toSorted((a, b) => a.localeCompare(b))

describe('the name of a button', () => {
  const buttons = [
    'automation.thaw',
    'history.export',
    'policy.reset',
    'recs.apply',
    'recs.dismiss',
    'recs.snooze',
    'recs.wake',
    'recs.why',
    'runs.stop',
    'runs.undo',
    'units.reload',
  ] as const

  // Who tells the computer what to press says what is written there (WCAG 2.5.3).
  for (const [language, texts] of Object.entries({ english, german }))
    it.each(buttons)(`holds what is written on it, in ${language}: %s`, id =>
      expect(texts[`${id}.of`].toLowerCase()).toContain(texts[id].toLowerCase()),
    )
})

describe('the German texts', () => {
  it('use the same placeholders as the English ones', () => {
    // Words inside plural forms ("one {# move}") look like placeholders of their own only when they begin with a letter.
    const names = (text: string) => placeholders(text.replace(/(=\d+|one|other) \{/g, '('))
    const ids = Object.keys(english) as MessageId[]
    const differing = ids.filter(id => names(english[id]).join() !== names(german[id]).join())
    expect(differing).toEqual([])
  })

  it('use the same values in each reason', () => {
    for (const [code, sentences] of Object.entries(englishReasons)) {
      const translations: readonly string[] = germanReasons[code as keyof typeof englishReasons]
      expect(translations.map(placeholders), code).toEqual(sentences.map(placeholders))
    }
  })
})

describe('translateReason', () => {
  const given = {
    code: 'pinned',
    values: { vm: 'db-07' },
    text: 'db-07 is pinned to its host.',
  }
  const cases = [
    { why: 'translates', reason: given, sentence: 'db-07 ist an ihren Host gebunden.', rest: '' },
    {
      why: 'keeps what the service appended',
      reason: { ...given, text: `${given.text} It waits.` },
      sentence: 'db-07 ist an ihren Host gebunden.',
      rest: 'It waits.',
    },
    {
      why: 'shows a reworded sentence as it is',
      reason: { ...given, text: 'db-07 may not leave.' },
      sentence: 'db-07 may not leave.',
      rest: '',
    },
    { why: 'shows an unknown code as it is', reason: { ...given, code: 'new' }, sentence: given.text, rest: '' },
  ]
  for (const { why, reason, sentence, rest } of cases) {
    it(why, () => expect(translateReason(reason, germanReasons)).toEqual({ sentence, rest }))
  }

  it('knows every sentence that host_memory_balance says', () => {
    const free = (memoryFreeMiB: number | undefined) => ({
      statistics: memoryFreeMiB === undefined ? {} : { memoryFreeMiB },
    })
    const low = aHost({ id: 'low', ...free(300) })
    const roomy = aHost({ id: 'roomy', ...free(9000) })
    const { maxSchedulingMiB: _, ...unbooked } = aHost({ id: 'unbooked', ...free(9000) })
    const hosts = [
      low,
      roomy,
      aHost({ id: 'tight', ...free(560) }),
      aHost({ id: 'less', ...free(400) }),
      aHost({ id: 'exact', ...free(500) }),
      aHost({ id: 'odd', ...free(-1) }),
      aHost({ id: 'mute', ...free(undefined) }),
      aHost({ id: 'down', status: 'down' }),
      aHost({ id: 'booked', ...free(9000), maxSchedulingMiB: 0 }),
      unbooked,
    ]
    const vm = (id: string, over: Partial<Vm> = {}) => aVm({ id, hostId: 'low', memoryMiB: 100, ...over })
    const vms = [
      vm('a'),
      vm('b'),
      vm('bigger', { memoryMiB: 400 }),
      vm('huge', { memoryMiB: 90_000 }),
      vm('sizeless', { memoryMiB: Number.NaN }),
      vm('pinned', { placement: 'pinned' }),
      vm('manual', { placement: 'user_migratable' }),
      vm('leaving', { status: 'migrating' }),
      vm('paused', { status: 'paused' }),
      vm('odd', { status: undefined }),
      vm('engine', { origin: 'managed_hosted_engine' }),
      vm('bound', { pinnedHostIds: ['nowhere'] }),
    ]
    const decide = (given: readonly (typeof low)[], some: readonly Vm[], safe: string) =>
      hostMemoryBalance.balance?.(
        { hosts: given, vms: some },
        parseProperties(hostMemoryBalance.parameters, { safe_selection: safe }).values,
      )
    const results = [
      decide(hosts, vms, 'true'),
      decide(hosts, vms, 'false'),
      decide(hosts, vms.slice(0, 2), 'false'),
      decide([low], vms, 'true'),
      decide([low, roomy], [], 'true'),
      decide([roomy], [], 'true'),
      decide([], [], 'true'),
    ]
    const reasons = results.flatMap(result =>
      result ? [result.because, ...[...result.skippedHosts, ...result.skippedVms].map(({ reason }) => reason)] : [],
    )
    const untranslated = reasons.filter(reason => translateReason(reason, germanReasons).sentence === reason.text)
    expect(new Set(reasons.map(({ code }) => code)).size).toBeGreaterThan(20)
    expect(untranslated).toEqual([])
  })
})
