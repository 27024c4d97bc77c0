/** Memory at some time of a soak. */
export type MemorySample = Readonly<{ day: number; rssMiB: number }>

export type MemoryTrend = Readonly<{
  /** Line of best fit over the second half. */
  slopeMiBPerDay: number
  /** Medians of the second and of the last quarter. */
  earlyMiB: number
  lateMiB: number
  isFlat: boolean
}>

/** What a collector may or may not have given back by then is no growth. */
const [SHARE, SLACK_MIB] = [1.2, 20]

/** Whether memory grows: the first quarter, in which caches fill, does not count. */
export function memoryTrend(samples: readonly MemorySample[]): MemoryTrend {
  const quarter = Math.floor(samples.length / 4)
  const half = samples.slice(2 * quarter)
  const [earlyMiB, lateMiB] = [samples.slice(quarter, 2 * quarter), samples.slice(3 * quarter)].map(median) as [
    number,
    number,
  ]
  const mean = (of: (one: MemorySample) => number) => half.reduce((sum, one) => sum + of(one), 0) / half.length
  const [day, rss] = [mean(one => one.day), mean(one => one.rssMiB)]
  const spread = half.reduce((sum, one) => sum + (one.day - day) ** 2, 0)
  const slope = half.reduce((sum, one) => sum + (one.day - day) * (one.rssMiB - rss), 0) / (spread || 1)
  return { slopeMiBPerDay: slope, earlyMiB, lateMiB, isFlat: lateMiB <= earlyMiB * SHARE + SLACK_MIB }
}

function median(samples: readonly MemorySample[]): number {
  const sorted = samples.map(({ rssMiB }) => rssMiB).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
