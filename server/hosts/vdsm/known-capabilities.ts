import { isHostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import { orAborted } from './or-aborted.ts'
import { type Capabilities, parseCapabilities } from './parse-capabilities.ts'
import type { VdsmTiming } from './vdsm-options.ts'

export type KnownCapabilities = Readonly<{
  /** Undefined where the host cannot tell. Rejects with HostError when there is no connection any more. */
  get(signal: AbortSignal): Promise<Capabilities | undefined>
  /** As far as they were read already. */
  last(): Capabilities | undefined
  /** The host says that it is not what it was. */
  forget(): void
}>

/**
 * Host.getCapabilities asks packages, storage and networks and takes long: it is called once per connection and when the host
 * says that it changed. Where it fails, readings do without, and it is tried again after some minutes.
 */
export function knowCapabilities(calls: Calls, timing: VdsmTiming): KnownCapabilities {
  let known: Capabilities | undefined
  let asking: Promise<void> | undefined
  let isStale = true
  let notBeforeMs = 0

  async function ask(): Promise<void> {
    isStale = false
    // Nobody’s signal: others wait for the same answer. The call has its own deadline.
    const { signal } = new AbortController()
    try {
      known = parseCapabilities(await calls.read('Host.getCapabilities', {}, { signal, isPatient: false }))
    } catch (error) {
      isStale = true
      if (!isHostError(error, 'host-busy', 'host-refused', 'host-unsupported', 'host-timeout')) throw error
      // A host that recovers can tell soon; one that failed fails again, at the same cost.
      if (error.code !== 'host-busy') notBeforeMs = performance.now() + timing.capabilitiesRetryMs
    } finally {
      asking = undefined
    }
  }

  return {
    async get(signal) {
      if (isStale && performance.now() >= notBeforeMs) asking ??= ask()
      if (asking !== undefined) await orAborted(asking, signal)
      return known
    },
    last: () => known,
    forget() {
      isStale = true
      notBeforeMs = 0
    },
  }
}
