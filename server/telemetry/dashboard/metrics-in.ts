/** The names of the series that a query reads: whatever has labels in braces behind it. */
export const metricsIn = (query: string): string[] =>
  [...query.matchAll(/([a-z_][a-z0-9_]*)\{/g)].map(([, name = '']) => name)
