import { describe, expect, it } from 'vitest'
import { hostMemoryBalance } from '../../server/units/host-memory-balance.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { parseProperties } from '../../shared/policy/properties.ts'
import { aHost, aVm } from '../../test/fakes/builders.ts'
import { english as first } from './english.ts'
import { englishLater } from './english-later.ts'
import { englishReasons } from './english-reasons.ts'
import { german } from './german.ts'
import { germanReasons } from './german-reasons.ts'
import { germanRemarks } from './german-remarks.ts'
import { reasonTranslator } from './reason-sentence.ts'

const english = { ...first, ...englishLater }
type MessageId = keyof typeof english

const translate = reasonTranslator({ reasons: germanReasons, remarks: germanRemarks, number: String })

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

describe('reasonTranslator', () => {
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
    {
      why: 'takes names from the sentence where the service gives no values',
      reason: {
        code: 'same-address',
        values: {},
        text: 'Its address 10.0.0.7 is that of host1.example.com, where db.07 runs.',
      },
      sentence: 'Seine Adresse 10.0.0.7 ist die von host1.example.com, wo db.07 läuft.',
      rest: '',
    },
    {
      why: 'translates what is appended too',
      reason: { ...given, text: `${given.text} Memory in use: host3 91.5 → 74.0 %, host1 41.0 → 55.2 %.` },
      sentence: 'db-07 ist an ihren Host gebunden.',
      rest: 'Speicher in Benutzung: host3 91.5 → 74.0 %, host1 41.0 → 55.2 %.',
    },
    {
      why: 'translates what is said of single hosts in a longer answer',
      reason: {
        code: 'no-source',
        values: {},
        text: 'No host has to give VMs away. By CPU: host1: CPU load 30 % is below 80 %. host2: Weather is fine.',
      },
      sentence: 'Kein Host muss VMs abgeben.',
      rest: 'Nach CPU: host1: Die CPU-Last von 30 % liegt unter 80 %. host2: Weather is fine.',
    },
    {
      why: 'translates where something else comes first',
      reason: {
        code: 'ha-vms-unplaced',
        values: { vms: 3, unplaced: 1 },
        text: 'If host3 failed: Of its 3 highly available VMs, 1 would find no host.',
      },
      sentence: 'Fiele host3 aus: Von seinen 3 hochverfügbaren VMs fänden 1 keinen Host.',
      rest: '',
    },
    { why: 'shows an unknown code as it is', reason: { ...given, code: 'new' }, sentence: given.text, rest: '' },
  ]
  for (const { why, reason, sentence, rest } of cases) {
    it(why, () => expect(translate(reason)).toEqual({ sentence, rest }))
  }

  it('writes numbers as the reader does', () => {
    const number = (value: number) => value.toLocaleString('de-DE')
    const german = reasonTranslator({ reasons: germanReasons, remarks: germanRemarks, number })
    const gain = {
      code: 'plan-gain',
      values: { gain: 3.5 },
      text: 'Without this move the cluster stands 3.5 points worse.',
    }
    expect(german(gain).sentence).toBe('Ohne diesen Umzug steht der Cluster um 3,5 Punkte schlechter da.')
  })

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
    const untranslated = reasons.filter(reason => translate(reason).sentence === reason.text)
    expect(new Set(reasons.map(({ code }) => code)).size).toBeGreaterThan(20)
    expect(untranslated).toEqual([])
  })
})
