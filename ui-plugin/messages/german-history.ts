import type { englishHistory } from './english-history.ts'

/** As `english-history.ts`, in German. */
export const germanHistory: Readonly<Record<keyof typeof englishHistory, string>> = {}
