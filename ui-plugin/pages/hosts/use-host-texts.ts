import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import type { MessageId } from '../../messages/english.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { mibOf, problemOf } from './watched-host-facts.ts'

/** States in which the service does not ask, for which we have a sentence in the reader's language. */
const silent = [
  'down',
  'maintenance',
  'installing',
  'install_failed',
  'pending_approval',
  'reboot',
  'kdumping',
] as const
type Silent = (typeof silent)[number]
const isSilent = (status: string): status is Silent => silent.some(one => one === status)

export type HostTexts = Readonly<{
  /** Why there are no figures of a host, or none that are new. */
  whyUnread(host: WatchedHostView): string
  /** From KiB. */
  kib(value: number): string
}>

export function useHostTexts(): HostTexts {
  const { t, memory } = useTexts()
  const kib = (value: number) => memory(mibOf(value))
  return {
    kib,
    whyUnread(host) {
      const { state, because } = host.connection
      if (state === 'not-configured') return t('host.why.not-configured')
      // What the service says of itself is in English; where the engine's word tells the same, it is translated.
      if (state === 'not-dialled')
        return isSilent(host.status)
          ? t(`host.why.${host.status}` satisfies MessageId)
          : (because ?? t('host.why.unread'))
      const problem = problemOf(host)
      if (problem !== undefined) return problem.message
      return t(state === 'connecting' ? 'host.why.connecting' : 'host.why.unread')
    },
  }
}
