/** Texts of the history view. */
export const englishHistory = {} as const
