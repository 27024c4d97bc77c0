/** One door, fuzzed in this process, which `fuzz.ts` starts. Arguments: door, minutes, seed. */
import fc from 'fast-check'
import { doors } from '../fuzz/doors.ts'

export type Finding = Readonly<{ times: number; first: string }>

export type FuzzFigures = Readonly<{
  knocks: number
  seconds: number
  slowestMs: number
  rssBeforeMiB: number
  rssAfterMiB: number
  /** Of the heap, after collecting: what really stays. */
  heapGrowthMiB: number
  kinds: Readonly<Record<string, number>>
  /** One of each kind, with the seed of its portion and how many there were. */
  findings: readonly Finding[]
}>

const PORTION = 200
const SLOW_MS = 10_000
const MOST_GROWTH_MIB = 64
/** Caches fill and code is compiled before growth means anything. */
const WARM_UP_PORTIONS = 5

const MIB = 2 ** 20
const heapMiB = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / MIB
}

async function fuzz(name: string, minutes: number, seed: number): Promise<FuzzFigures> {
  const findings = new Map<string, Finding>()
  const found = (problem: string, where = '') => {
    const kind = problem.split('\n', 1)[0]?.replaceAll(/\d+/g, '0').slice(0, 80) ?? ''
    const known = findings.get(kind)
    findings.set(kind, { times: (known?.times ?? 0) + 1, first: known?.first ?? `${problem}\n  ${where}` })
  }
  process.on('uncaughtException', error => found(`uncaught: ${error.stack}`))
  const door = await doors[name]?.()
  if (door === undefined) throw new Error(`no door ${name}`)
  const kinds: Record<string, number> = {}
  const startedMs = performance.now()
  let [knocks, slowestMs, heapBefore, rssBefore] = [0, 0, heapMiB(), process.memoryUsage.rss() / MIB]
  for (let portion = 0; performance.now() - startedMs < minutes * 60_000; portion++) {
    if (portion === WARM_UP_PORTIONS) [heapBefore, rssBefore] = [heapMiB(), process.memoryUsage.rss() / MIB]
    const at = seed * 1_000_003 + portion
    process.send?.({ at })
    for (const knock of fc.sample(door.knocks, { numRuns: PORTION, seed: at })) {
      const askedMs = performance.now()
      try {
        const kind = await knock.answer()
        kinds[kind] = (kinds[kind] ?? 0) + 1
      } catch (error) {
        found(String(error instanceof Error ? error.stack : error), `seed ${at}: ${knock.what}`)
      }
      const tookMs = performance.now() - askedMs
      if (tookMs > SLOW_MS) found(`took ${tookMs.toFixed(0)} ms`, `seed ${at}: ${knock.what}`)
      slowestMs = Math.max(slowestMs, tookMs)
      knocks += 1
    }
  }
  const seconds = (performance.now() - startedMs) / 1000
  const heapGrowthMiB = heapMiB() - heapBefore
  if (heapGrowthMiB > MOST_GROWTH_MIB) found(`the heap has grown by ${heapGrowthMiB.toFixed(0)} MiB`)
  const rssAfterMiB = process.memoryUsage.rss() / MIB
  await door.close()
  return {
    knocks,
    seconds,
    slowestMs,
    rssBeforeMiB: rssBefore,
    rssAfterMiB,
    heapGrowthMiB,
    kinds,
    findings: [...findings.values()],
  }
}

const [, , name = '', minutes = '1', seed = '1'] = process.argv
try {
  const figures = await fuzz(name, Number(minutes), Number(seed))
  process.send?.({ figures }, () => process.exit(0))
} catch (error) {
  // Of the generators, not of a door.
  console.error(error)
  process.exit(1)
}
