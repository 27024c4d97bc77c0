/** Texts of the pages that answer why. */
export const englishWhy = {} as const
