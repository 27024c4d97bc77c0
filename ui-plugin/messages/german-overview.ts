import type { englishOverview } from './english-overview.ts'

/** As `english-overview.ts`, in German. */
export const germanOverview: Readonly<Record<keyof typeof englishOverview, string>> = {}
