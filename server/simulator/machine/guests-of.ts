import { type Model, residentsOf } from '../world/model.ts'
import type { SimVm } from '../world/state.ts'
import { guestState } from './guest-state.ts'
import type { GuestState } from './machine.ts'

export type Guest = Readonly<{ vm: SimVm; state: GuestState }>

/** The guests that a host runs, in the order of their ids. */
export const guestsOf = (model: Model, hostId: string): Guest[] =>
  [...residentsOf(model, hostId)]
    .filter(({ status }) => status !== 'wait_for_launch')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(vm => ({ vm, state: guestState(model, vm, hostId) }))
