import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { useTexts } from '../../messages/use-texts.tsx'

type State = WatchedHostView['connection']['state']

/** How many hosts are in which state of their connection. */
export function countStates(hosts: readonly WatchedHostView[]): Readonly<Record<State, number>> {
  const counts = { connected: 0, waiting: 0, connecting: 0, 'not-dialled': 0, 'not-configured': 0 }
  for (const { connection } of hosts) counts[connection.state] += 1
  return counts
}

/** Of a cluster that `hosts.connect` leaves out. */
export const isNotConfigured = ({ connection }: WatchedHostView): boolean => connection.state === 'not-configured'

/** "38 of 40 hosts answer; 2 do not": in one sentence, whoever is left out on purpose told apart. */
export function useHostSummary(): (hosts: readonly WatchedHostView[]) => string {
  const { t } = useTexts()
  return hosts => {
    // Then the card says nothing else.
    if (hosts.every(isNotConfigured)) return ''
    const counts = countStates(hosts)
    const answering = counts.connected
    const asked = answering + counts.waiting + counts.connecting
    const rest = [
      ['host.summary.silent', counts.waiting],
      ['host.summary.connecting', counts.connecting],
      ['host.summary.notDialled', counts['not-dialled']],
      ['host.summary.notConfigured', counts['not-configured']],
    ] as const
    const parts = [
      ...(asked === 0
        ? []
        : [t(answering === asked ? 'host.summary.allAnswer' : 'host.summary.answer', { answering, asked })]),
      ...rest.filter(([, count]) => count > 0).map(([id, count]) => t(id, { count, asked })),
    ]
    return parts.length === 0 ? '' : t('host.summary', { parts: parts.join('; ') })
  }
}
