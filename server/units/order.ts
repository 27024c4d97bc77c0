type Named = Readonly<{ name: string; id: string }>

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By name, then by id: the tie-break that makes an answer independent of the order of the input and of the locale. */
export const byName = (a: Named, b: Named): number => compareText(a.name, b.name) || compareText(a.id, b.id)
