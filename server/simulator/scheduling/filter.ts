import type { Model } from '../world/model.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import type { AffinityLimits } from './affinity-limits.ts'

/** What every filter may look at. `limits` is worked out once for all hosts. */
export type FilterInput = Readonly<{ model: Model; vm: SimVm; limits: AffinityLimits }>

/** Why the host cannot take the VM, to be read after "because"; undefined: it can. */
export type Filter = (input: FilterInput, host: SimHost) => string | undefined
