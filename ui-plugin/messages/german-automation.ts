import type { englishAutomation } from './english-automation.ts'

/** As `english-automation.ts`, in German. */
export const germanAutomation: Readonly<Record<keyof typeof englishAutomation, string>> = {}
