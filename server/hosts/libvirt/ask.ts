import type { Procedure } from '../../protocol/libvirt/procedure.ts'
import { isLibvirtError } from './libvirt-error.ts'
import type { Rpc } from './rpc.ts'

/** Asks over the connection that is open. */
export type Ask = <Args, Result>(procedure: Procedure<Args, Result>, args: Args, signal: AbortSignal) => Promise<Result>

/** What the daemon answers; undefined when it said that it does not: this driver, this VM or this moment lacks the fact. */
export type AskIfTold = <Args, Result>(
  procedure: Procedure<Args, Result>,
  args: Args,
  signal: AbortSignal,
) => Promise<Result | undefined>

export function askIfTold(ask: Rpc['call']): AskIfTold {
  return async (procedure, args, signal) => {
    try {
      return await ask(procedure, args, signal)
    } catch (error) {
      if (isLibvirtError(error)) return undefined
      throw error
    }
  }
}
