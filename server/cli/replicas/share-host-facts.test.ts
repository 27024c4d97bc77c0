import { describe, expect, it } from 'vitest'
import type { HostPins } from '../../../shared/api/pins.ts'
import type { HostTuningFacts } from '../../../shared/api/tuning.ts'
import { joinedMessages } from '../../../test/fakes/joined-messages.ts'
import { aLog } from '../../../test/fakes/log.ts'
import type { HostFacts, ListedHost } from '../../api/host-facts.ts'
import { sleep } from '../../cycles/sleep.ts'
import { createQuestions } from '../../replicas/questions.ts'
import { shareHostFacts } from './share-host-facts.ts'

const ids = ['h1', 'h2', 'h3']
const cluster = { id: 'c1', name: 'Default' }

const listed = (id: string, isConnected: boolean): ListedHost => ({
  host: {
    ...{ id, name: id, cluster, status: 'up' },
    connection: { via: 'simulated', state: isConnected ? 'connected' : 'not-dialled', sinceMs: 0, lost: 0 },
  },
  mode: isConnected ? 'enforce' : 'off',
})

/** As a replica knows it that is connected to these hosts alone. */
const factsOf = (held: readonly string[]): HostFacts => {
  const pick = <T>(id: string, known: T, unknown: T) =>
    ids.includes(id) ? (held.includes(id) ? known : unknown) : undefined
  const off = { mode: 'off', wantedMode: 'off' } as const
  const lists = { touched: [], pressures: [], watching: [], decisions: [] }
  const tuned: HostTuningFacts = { ...off, ...lists, pinning: off, memory: 'policy' }
  const pins: HostPins = { cores: [], vcpus: [], leftAlone: [], proposed: [], heat: [] }
  return {
    list: async () => ids.map(id => listed(id, held.includes(id))),
    host: async id => pick(id, listed(id, true).host, listed(id, false).host),
    tuning: async id => pick(id, { ...tuned, mode: 'enforce' }, tuned),
    pins: async id => pick(id, { ...pins, atMs: 7 }, pins),
    history: async id => pick(id, { figures: [] }, { figures: [] }),
  }
}

function replicas(shares: Readonly<Record<string, readonly string[]>>, over: Partial<HostFacts> = {}) {
  const messages = joinedMessages()
  const { log, lines } = aLog()
  const names = Object.keys(shares)
  const facts = names.map(name => {
    const held = shares[name] ?? []
    const others = () => names.length - 1
    const questions = createQuestions({ messages: messages.of(name), others, sleep, log })
    return shareHostFacts(
      { ...factsOf(held), ...(name === 'odd' && over) },
      { questions, isOurs: id => held.includes(id), log },
    )
  })
  return { facts, lines, ...messages }
}

const modes = async (facts: HostFacts | undefined) =>
  (await facts?.list())?.map(({ host, mode }) => `${host.id} ${mode}`)

describe('what replicas know of hosts', () => {
  it('is told by any of them, whichever is connected', async () => {
    const { facts } = replicas({ one: ['h1'], two: ['h2'], three: ['h3'] })
    for (const one of facts) {
      expect(await modes(one)).toEqual(['h1 enforce', 'h2 enforce', 'h3 enforce'])
      for (const id of ids) {
        expect((await one.host(id))?.connection.state).toBe('connected')
        expect((await one.tuning(id))?.mode).toBe('enforce')
        expect((await one.pins(id))?.atMs).toBe(7)
        expect(await one.history(id)).toEqual({ figures: [] })
      }
      expect(await one.host('h9')).toBeUndefined()
    }
  })

  it('is what is known here where nobody is connected', async () => {
    const { facts } = replicas({ one: ['h1'], two: [] })
    expect(await modes(facts[1])).toEqual(['h1 enforce', 'h2 off', 'h3 off'])
    expect((await facts[1]?.host('h3'))?.connection.state).toBe('not-dialled')
  })

  it('is what is known here where the other answers in a shape of another version, and that is said', async () => {
    const odd = { host: async () => ({ id: 'h1' }) } as unknown as Partial<HostFacts>
    const { facts, lines } = replicas({ odd: ['h1'], two: ['h2'] }, odd)
    expect((await facts[1]?.host('h1'))?.connection.state).toBe('not-dialled')
    expect(lines).toMatchObject([{ level: 'warn', fields: { question: { what: 'host', id: 'h1' } } }])
  })

  it('is asked of nobody where the host is ours', async () => {
    const { facts, said } = replicas({ one: ids, two: [] })
    await facts[0]?.host('h1')
    expect(said).toEqual([])
  })
})
