/** No Linux kernel is built for more CPUs than this. */
const MAX_CPUS = 8192
const MAX_LETTERS = 65_536

/** "0-3,8,^2" → [0, 1, 3, 8]: sorted, each once. Undefined: not in that form, or no CPU at all. */
export function parseCpuList(text: string): number[] | undefined {
  if (text.length > MAX_LETTERS) return undefined
  const ids = new Set<number>()
  for (const part of text.split(',')) {
    const [, but, from, to = from] = /^\s*(\^?)(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part) ?? []
    const [first, last] = [Number(from), Number(to)]
    if (from === undefined || last >= MAX_CPUS || last < first) return undefined
    for (let id = first; id <= last; id++) {
      if (but === '^') ids.delete(id)
      else ids.add(id)
    }
  }
  return ids.size === 0 ? undefined : [...ids].sort((a, b) => a - b)
}
