import { englishBalance } from './english-balance.ts'
import { englishTuning } from './english-tuning.ts'

/** Texts of parts that few readers open, too many to come with the first screen: `LaterTexts` adds them where they are wanted. */
export const englishLater = { ...englishTuning, ...englishBalance } as const
