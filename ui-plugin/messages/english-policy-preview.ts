/** Texts of the effect of a policy before it is saved. */
export const englishPolicyPreview = {} as const
