/** One half of a group. Not enforcing: a wish, which only weights look at. */
export type AffinityRule = Readonly<{ enabled: boolean; positive: boolean; enforcing: boolean }>

/** Labels are already expanded into VMs and hosts here. A higher priority counts more. */
export type AffinityGroup = Readonly<{
  id: string
  name: string
  priority: number
  vmIds: ReadonlySet<string>
  hostIds: ReadonlySet<string>
  vmRule: AffinityRule
  hostRule: AffinityRule
}>
