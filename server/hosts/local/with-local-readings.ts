import type { Dial, HostAccess } from '../host-client.ts'
import { isHostError } from '../host-error.ts'
import type { LocalHost } from './local-host.ts'

/**
 * The same access to this very machine, its readings completed by what the kernel tells, and KSM set by way of the kernel
 * where `access` says that it cannot. Of another host's access it would tell lies.
 */
export function withLocalReadings<Access extends HostAccess>(access: Access, local: LocalHost): Access {
  return {
    ...access,
    async readHost(signal: AbortSignal) {
      const completed = await local.completeHost(await access.readHost(signal))
      signal.throwIfAborted()
      return completed
    },
    async listGuests(signal: AbortSignal) {
      const completed = await local.completeGuests(await access.listGuests(signal))
      signal.throwIfAborted()
      return completed
    },
    async setKsm(tune, signal) {
      try {
        await access.setKsm(tune, signal)
      } catch (error) {
        // libvirt cannot start or stop it, and says so before it sets anything.
        if (!isHostError(error, 'host-unsupported')) throw error
        await local.setKsm(tune, signal)
      }
    },
  } satisfies Access
}

/** A dial of this machine whose links are completed so. What is known of processes and counters outlives a link. */
export const dialWithLocalReadings =
  (dial: Dial, local: LocalHost): Dial =>
  async (onEvent, signal) =>
    withLocalReadings(await dial(onEvent, signal), local)
