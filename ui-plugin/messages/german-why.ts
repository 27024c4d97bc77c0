import type { englishWhy } from './english-why.ts'

/** As `english-why.ts`, in German. */
export const germanWhy: Readonly<Record<keyof typeof englishWhy, string>> = {}
