/** A reason as data: a stable code, the numbers compared, and the English sentence. A category alone is not a reason. */
export type Reason = Readonly<{
  /** Stable, kebab-case; the key a translation is found by. */
  code: string
  values: Readonly<Record<string, string | number>>
  text: string
}>

export const reason = (code: string, text: string, values: Reason['values'] = {}): Reason => ({ code, values, text })

/** Something that was considered and left out, and why. */
export type Skipped = Readonly<{ id: string; name: string; reason: Reason }>

export const skip = ({ id, name }: Readonly<{ id: string; name: string }>, why: Reason): Skipped => ({
  id,
  name,
  reason: why,
})
