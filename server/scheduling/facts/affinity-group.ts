import type { AffinityGroup as ListedGroup } from '../../../shared/model/affinity-group.ts'

/** A group of the snapshot, with its members as sets: units ask for one of them many times. */
export type AffinityGroup = Omit<ListedGroup, 'clusterId' | 'vmIds' | 'hostIds'> &
  Readonly<{ vmIds: ReadonlySet<string>; hostIds: ReadonlySet<string> }>
