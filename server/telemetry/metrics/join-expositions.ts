/**
 * Several texts of the exposition format as one: what has the same name stands together, under one head, since readers refuse a name that
 * comes twice.
 */
export function joinExpositions(texts: readonly string[]): string {
  const families = new Map<string, { head: readonly string[]; series: string[] }>()
  for (const text of texts) {
    for (const block of text.trim().split('\n\n')) {
      const [help = '', type = '', ...series] = block.split('\n')
      const name = help.split(' ', 3)[2] ?? ''
      const family = families.get(name) ?? { head: [help, type], series: [] }
      families.set(name, family)
      family.series.push(...series)
    }
  }
  return `${[...families.values()].map(({ head, series }) => [...head, ...series].join('\n')).join('\n\n')}\n`
}
