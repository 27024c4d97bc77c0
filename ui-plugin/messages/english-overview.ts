/** Texts of the overview. */
export const englishOverview = {} as const
