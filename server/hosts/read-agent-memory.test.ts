import { describe, expect, it } from 'vitest'
import { agentMemorySchema } from '../../shared/model/host-reading.ts'
import { type FakeAgent, fakeAgent } from '../../test/fakes/guest-agent.ts'
import type { GuestAgentCommand, HostAccess } from './host-client.ts'
import { HostError } from './host-error.ts'
import { readAgentMemory } from './read-agent-memory.ts'

const meminfo = `MemTotal:        4028088 kB
MemFree:         1028000 kB
MemAvailable:    2028000 kB
Buffers:           64000 kB
Cached:           800000 kB
SwapTotal:       1000000 kB
SwapFree:         900000 kB
`
// What is wanted stands far behind the first 1024 bytes.
const filler = Array.from({ length: 300 }, (_, index) => `nr_figure_${index} ${index}\n`).join('')
const vmstat = `${filler}pswpin 17\npswpout 42\npgfault 1000\npgmajfault 30\n`
const linux = { '/proc/meminfo': meminfo, '/proc/vmstat': vmstat }

const signal = AbortSignal.timeout(20_000)

type Overrides = Readonly<Record<string, (command: GuestAgentCommand) => unknown>>

function accessTo(agent: FakeAgent, over: Overrides = {}): Pick<HostAccess, 'askGuestAgent'> {
  return {
    async askGuestAgent(_vmId, command, callSignal) {
      callSignal.throwIfAborted()
      try {
        return over[command.execute]?.(command) ?? agent.answer(command)
      } catch (error) {
        throw error instanceof HostError ? error : new HostError('host-refused', String(error))
      }
    },
  }
}
const read = (agent: FakeAgent, over?: Overrides) => readAgentMemory(accessTo(agent, over), 'vm', signal)

describe('memory that the agent of a guest reads', () => {
  it('comes from whole files, which are closed', async () => {
    const agent = fakeAgent(linux)
    const memory = await read(agent)
    expect(agentMemorySchema.parse(memory)).toEqual(memory)
    expect(memory).toEqual({
      totalKiB: 4_028_088,
      unusedKiB: 1_028_000,
      buffersKiB: 64_000,
      cachedKiB: 800_000,
      swapTotalKiB: 1_000_000,
      swapFreeKiB: 900_000,
      majorFaults: 30,
      minorFaults: 970,
      swapInPages: 17,
      swapOutPages: 42,
    })
    expect(agent.asked[0]).toBe('guest-ping')
    expect(agent.open.size).toBe(0)
  })

  it('leaves out what the guest does not tell', async () => {
    const agent = fakeAgent({ '/proc/meminfo': 'MemTotal: 5 kB\nMemFree: 3 kB\n', '/proc/vmstat': 'pgfault 7\n' })
    expect(await read(agent)).toEqual({ totalKiB: 5, unusedKiB: 3 })
  })

  const without: [string, Record<string, string>, Overrides][] = [
    ['a guest without these files', {}, {}],
    ['a guest without vmstat', { '/proc/meminfo': meminfo }, {}],
    ['a file without memory in it', { ...linux, '/proc/meminfo': 'MemFree: 3 kB\n' }, {}],
    ['a handle that is none', linux, { 'guest-file-open': () => 'x' }],
    ['a piece that is none', linux, { 'guest-file-read': () => ({ count: -1, eof: 'no' }) }],
  ]
  it.each(without)('is refused for %s, and nothing stays open', async (_why, files, over) => {
    const agent = fakeAgent(files)
    await expect(read(agent, over)).rejects.toMatchObject({ code: 'host-refused' })
    expect(agent.open.size).toBe(0)
  })

  it('ends for a file without end', async () => {
    const agent = fakeAgent(linux)
    const piece = Buffer.from('a 1\n'.repeat(1024)).toString('base64')
    const endless = { 'guest-file-read': () => ({ count: 4096, 'buf-b64': piece, eof: false }) }
    await expect(read(agent, endless)).rejects.toMatchObject({ code: 'host-refused' })
    expect(agent.asked.filter(name => name === 'guest-file-close')).toHaveLength(2)
  })

  it('ends for pieces with nothing in them', async () => {
    const agent = fakeAgent(linux)
    const empty = { 'guest-file-read': () => ({ count: 5, 'buf-b64': '', eof: false }) }
    await expect(read(agent, empty)).rejects.toMatchObject({ code: 'host-refused' })
  })

  it('is not read for who has given up, and what was opened is closed', async () => {
    const agent = fakeAgent(linux)
    const leaving = new AbortController()
    const over = {
      'guest-file-open'(command: GuestAgentCommand) {
        leaving.abort(new Error('given up'))
        return agent.answer(command)
      },
    }
    await expect(readAgentMemory(accessTo(agent, over), 'vm', leaving.signal)).rejects.toThrow('given up')
    expect(agent.asked).toEqual(['guest-ping', 'guest-file-open', 'guest-file-close'])
    expect(agent.open.size).toBe(0)
  })

  it('is kept when its file cannot be closed', async () => {
    const over = {
      'guest-file-close'() {
        throw new HostError('host-busy', 'gone')
      },
    }
    expect(await read(fakeAgent(linux), over)).toMatchObject({ totalKiB: 4_028_088 })
  })

  it('is not supported where agents cannot be asked', async () => {
    await expect(readAgentMemory({}, 'vm', signal)).rejects.toMatchObject({ code: 'host-unsupported' })
  })

  it('is not asked for where the agent does not answer to a ping', async () => {
    const agent = fakeAgent(linux)
    const over = {
      'guest-ping'() {
        throw new HostError('host-busy', 'not connected')
      },
    }
    await expect(read(agent, over)).rejects.toMatchObject({ code: 'host-busy' })
    expect(agent.asked).toEqual([])
  })
})
