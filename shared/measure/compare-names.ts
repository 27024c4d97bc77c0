const collator = new Intl.Collator('en', { numeric: true })

/** For sorting by name as people count: host2 before host10. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b)
