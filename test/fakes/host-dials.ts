/** Hosts that are dialled in tests: a test says how each behaves, and changes its mind while it runs. */
import type { Dial, HostEvent, HostLink } from '../../server/hosts/host-client.ts'
import { HostError } from '../../server/hosts/host-error.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from './host-readings.ts'
import type { ManualClock } from './manual-clock.ts'

export type FakeHost = {
  /** What it says. The time is the clock's. */
  reading: Partial<HostReading>
  guests: readonly GuestReading[]
  /** How long an answer takes; `never` and deaf to the signal: a client that hangs. */
  answersAfterMs: number | 'never'
  /** What its guests are answered with instead. */
  guestsFail?: HostError
  /** Why it lets nobody in; `silence`: it does not answer to dialling either. */
  refuses?: HostError | 'silence'
  /** How long letting somebody in takes. */
  opensAfterMs: number
  readonly dial: Dial
  /** What happened so far. */
  readonly dialledAtMs: number[]
  readonly askedAtMs: number[]
  open(): number
  /** Ends the open link from the host's side. */
  breakLink(): void
  tell(event: HostEvent): void
}

const unsupported = async () => {
  throw new HostError('host-unsupported', 'A fake host has no knobs.')
}

export function fakeHost(clock: ManualClock, over: Partial<Omit<FakeHost, 'dial'>> = {}): FakeHost {
  const links = new Set<{ end: (why: Error) => void; onEvent: (event: HostEvent) => void }>()
  const answer = async <T>(signal: AbortSignal, value: () => T): Promise<T> => {
    if (host.answersAfterMs === 'never') return new Promise<never>(() => {})
    if (host.answersAfterMs > 0) await clock.sleep(host.answersAfterMs, signal)
    signal.throwIfAborted()
    return value()
  }

  const host: FakeHost = {
    reading: {},
    guests: [aGuestReading()],
    answersAfterMs: 0,
    opensAfterMs: 0,
    dialledAtMs: [],
    askedAtMs: [],
    open: () => links.size,
    breakLink() {
      for (const { end } of links) end(new HostError('host-unreachable', 'The host ended the connection.'))
    },
    tell(event) {
      for (const { onEvent } of links) onEvent(event)
    },
    async dial(onEvent, signal): Promise<HostLink> {
      host.dialledAtMs.push(clock.now())
      if (host.refuses === 'silence') return new Promise<never>(() => {})
      if (host.opensAfterMs > 0) await clock.sleep(host.opensAfterMs, signal)
      if (host.refuses !== undefined) throw host.refuses
      const { promise: ended, resolve } = Promise.withResolvers<Error>()
      const link = {
        onEvent,
        end(why: Error) {
          links.delete(link)
          resolve(why)
        },
      }
      links.add(link)
      return {
        software: 'fake host 1.0',
        ended,
        close: () => link.end(new HostError('host-closed', 'We closed the connection.')),
        readHost: async readSignal => {
          host.askedAtMs.push(clock.now())
          return answer(readSignal, () => aHostReading({ ...host.reading, takenAtMs: clock.now() }))
        },
        listGuests: readSignal =>
          answer(readSignal, () => {
            if (host.guestsFail !== undefined) throw host.guestsFail
            return host.guests
          }),
        setBalloonTarget: unsupported,
        setKsm: unsupported,
        setCpuTune: unsupported,
        setIoTune: unsupported,
        pinVcpus: unsupported,
      }
    },
  }
  return Object.assign(host, over)
}
