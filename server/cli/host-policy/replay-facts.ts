import { collectorsOf } from '../../tuning/collectors/collectors-of.ts'
import { createFactSource } from '../../tuning/collectors/fact-source.ts'
import { createIoDraft } from '../../tuning/collectors/io-draft.ts'
import { USUAL_HISTORY_LENGTH, usualCollectors } from '../../tuning/collectors/usual-collectors.ts'
import type { HostSample } from './read-samples.ts'

/** Facts that recorded samples are taken into, as the service would take what a host says. */
export function replayFacts(intervalS: number) {
  const io = createIoDraft()
  const facts = createFactSource({
    ...collectorsOf(usualCollectors),
    historyLength: USUAL_HISTORY_LENGTH,
    intervalS,
    io,
  })
  return {
    io,
    facts,
    take({ atMs, host, guests }: HostSample): void {
      facts.takeGuests(guests, host.takenAtMs)
      facts.takeHost(host, atMs)
    },
  }
}
