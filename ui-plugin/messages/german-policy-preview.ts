import type { englishPolicyPreview } from './english-policy-preview.ts'

/** As `english-policy-preview.ts`, in German. */
export const germanPolicyPreview: Readonly<Record<keyof typeof englishPolicyPreview, string>> = {}
