/** One half of a group. Not enforcing: a wish, which weighs and never forbids. */
export type AffinityRule = Readonly<{ enabled: boolean; positive: boolean; enforcing: boolean }>

/** VMs that belong together, apart, on hosts or off them. Members by label are listed like the others. */
export type AffinityGroup = Readonly<{
  id: string
  name: string
  clusterId: string
  /** A higher one counts more. */
  priority: number
  vmIds: readonly string[]
  hostIds: readonly string[]
  vmRule: AffinityRule
  hostRule: AffinityRule
}>
