import type { Replace } from './anonymise.ts'

/** The metrics of a bundle with the names of policy units replaced; all other labels are codes, states and patterns. */
export const plainMetrics = (text: unknown, replace: Replace): string =>
  String(text).replace(/\bunit="([^"]*)"/g, (_, unit: string) => `unit="${replace(unit, 'name')}"`)
