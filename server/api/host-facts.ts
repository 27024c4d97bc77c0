import type { WatchedHostDetail, WatchedHostView } from '../../shared/api/hosts.ts'
import type { HostPins } from '../../shared/api/pins.ts'
import type { HostHistory, HostTuningFacts } from '../../shared/api/tuning.ts'
import type { TuningMode } from '../../shared/model/tuning.ts'
import { hostPinsView } from './host-pins-view.ts'
import { hostTuningView } from './host-tuning-view.ts'
import { watchedHostDetail, watchedHostView } from './host-views.ts'
import type { HostsPort } from './ports.ts'
import type { TuningParts } from './tuning-routes.ts'

/** A host as lists show it; `mode`: how it is tuned now. */
export type ListedHost = Readonly<{ host: WatchedHostView; mode: TuningMode }>

/**
 * What hosts say and what is done on them, as whoever is connected to them knows it, and fit to be sent. undefined: the engine has no such
 * host. Never rejects.
 */
export type HostFacts = Readonly<{
  list(): Promise<readonly ListedHost[]>
  host(id: string): Promise<WatchedHostDetail | undefined>
  tuning(id: string): Promise<HostTuningFacts | undefined>
  pins(id: string): Promise<HostPins | undefined>
  history(id: string): Promise<HostHistory | undefined>
}>

type Deps = Readonly<{
  hosts: HostsPort
  tuning: Pick<TuningParts, 'hosts' | 'pinLimits'>
  now: () => number
}>

/** What this process knows by itself. */
export function ownHostFacts({ hosts, tuning, now }: Deps): HostFacts {
  const { find, touchedOf, heatOf, historyOf } = tuning.hosts
  return {
    list: async () =>
      hosts.list().map(host => ({ host: watchedHostView(host, now()), mode: find(host.id)?.mode.mode ?? 'off' })),
    async host(id) {
      const host = hosts.find(id)
      return host && watchedHostDetail(host, now())
    },
    async tuning(id) {
      const host = hosts.find(id)
      return host && hostTuningView({ host, tuned: find(id), touched: touchedOf(id) })
    },
    async pins(id) {
      if (hosts.find(id) === undefined) return undefined
      const looked = find(id)?.looked?.pins
      return hostPinsView({ looked, heat: heatOf(id), touched: touchedOf(id), limits: tuning.pinLimits })
    },
    history: async id => (hosts.find(id) === undefined ? undefined : { figures: [...historyOf(id)] }),
  }
}
