/** Texts of the automation view. */
export const englishAutomation = {} as const
