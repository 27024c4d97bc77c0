/**
 * So many that are open, snoozed or under way are looked at: more than any list that people are shown, and an end to what is
 * read at once. One that was not seen would be recommended a second time.
 */
export const MOST_CURRENT = 10_000
