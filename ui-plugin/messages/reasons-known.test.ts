// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { recommendationStates } from '../../shared/plan/recommendation.ts'
import { englishReasons } from './english-reasons.ts'
import { englishRemarks } from './english-remarks.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const sources = ['server', 'shared'].flatMap(folder =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map(file => readFileSync(`${root}/${folder}/${file}`, 'utf8')),
)

/** Where a reason is made: `reason('pinned', …`, the short forms of single files, and reasons written out. */
const MADE = [
  /\b(?:reason|mayNot|stale|because)\(\s*'([a-z][a-z0-9-]*)',/g,
  /\bfailed\('([a-z-]+)', [`\w]/g,
  /\breason\([^,']*\? '([a-z-]+)' : '([a-z-]+)',/g,
  /\brefuse\('\w+', '([a-z-]+)',/g,
  /\bcode: '([a-z-]+)',\s*text\b/g,
  /\['(pin-[a-z-]+)', '/g,
]

/** Said in words that are not the service's: of a site's own unit, of an invented rule of the simulated engine, of the example scheduler. */
const inOtherWords = new Set(['site-unit', 'unknown-rule', 'none', 'fewest'])

const made = new Set(
  sources.flatMap(source => MADE.flatMap(form => [...source.matchAll(form)].flatMap(([, ...codes]) => codes))),
)
made.delete(undefined as never)

/** Those that are put together: `unit-timed-out`, `held-applied`. */
const families = {
  unit: ['not-found', 'no-facts', 'no-answer', 'failed', 'timed-out', 'bad-output', 'quarantined', 'disabled'],
  scheduler: ['not-found', 'no-facts', 'no-answer', 'failed', 'timed-out', 'bad-output', 'quarantined', 'disabled'],
  held: ['applying', 'applied', 'failed', 'refused', 'dismissed', 'snoozed'],
  // Why the balancer of memory leaves a VM alone.
  memory: 'not-running unresponsive no-balloon balloon-off usable-unknown stale fixed above-maximum'.split(' '),
  // One that stands speaks for itself.
  recommendation: recommendationStates.filter(state => state !== 'open' && state !== 'applying'),
}

describe('the reasons of the service', () => {
  it('are found in its sources', () => expect(made.size).toBeGreaterThan(250))

  it('have a translation each', () => {
    const known = new Set<string>([...Object.keys(englishReasons), ...inOtherWords])
    expect([...made].filter(code => !known.has(code))).toEqual([])
  })

  it('have one too where the code is put together', () => {
    const codes = Object.entries(families).flatMap(([family, ends]) => ends.map(end => `${family}-${end}`))
    expect(codes.filter(code => !Object.hasOwn(englishReasons, code))).toEqual([])
  })

  it('are of no family that is not known here', () => {
    const found = sources.flatMap(source => [...source.matchAll(/\breason\(`([a-z]+)-\$\{/g)].map(([, name]) => name))
    expect([...new Set(found)].filter(name => !Object.hasOwn(families, name ?? ''))).toEqual([])
  })

  it('are still worded as their translations were made from', () => {
    const pairsIn = (text: string): readonly string[] => {
      const words = text.match(/[A-Za-z]+/g) ?? []
      return words.slice(1).map((word, at) => `${words[at]} ${word}`)
    }
    const said = new Set(sources.flatMap(pairsIn))
    // Those put together from parts lack some at the seams; of a few words nothing can be told.
    const isSaid = (original: string) => {
      const pairs = original.split(/\{\w+\}/).flatMap(pairsIn)
      return pairs.length < 5 || pairs.filter(pair => said.has(pair)).length >= pairs.length * 0.75
    }
    const originals = [...Object.values(englishReasons).flat(), ...englishRemarks]
    expect(originals.filter(original => !isSaid(original))).toEqual([])
  })
})
