import { describe, expect, it } from 'vitest'
import { fakeHost } from '../../../test/fakes/host-dials.ts'
import { manualClock } from '../../../test/fakes/manual-clock.ts'
import { HostError } from '../../hosts/host-error.ts'
import { askOnce, watchHost } from './ask-host.ts'

function start(over: Parameters<typeof fakeHost>[1] = {}) {
  const clock = manualClock()
  const host = fakeHost(clock, over)
  const printed: string[] = []
  const deps = {
    address: 'h.example',
    kind: 'vdsm' as const,
    dial: host.dial,
    timeoutMs: 10_000,
    sleep: clock.sleep,
    json: true,
    print: (text: string) => printed.push(text),
  }
  return { clock, host, printed, deps }
}

describe('askOnce', () => {
  it('asks a host that tells rates once, and lets it go', async () => {
    const { host, printed, deps } = start()
    await askOnce(deps)
    expect(JSON.parse(printed.join())).toMatchObject({
      address: 'h.example',
      via: 'vdsm',
      software: 'fake host 1.0',
      reading: { hostname: 'host1.example' },
      guests: [{ name: 'vm1' }],
    })
    expect([host.askedAtMs.length, host.open()]).toEqual([1, 0])
  })

  it('asks twice, a second apart, where no rate was told', async () => {
    const { clock, host, printed, deps } = start({ reading: { use: undefined as never } })
    const asked = askOnce({ ...deps, json: false })
    await clock.pass(1000)
    await asked
    const [first = 0, second = 0] = host.askedAtMs
    expect([host.askedAtMs.length, second - first]).toEqual([2, 1000])
    expect(printed.join()).toContain('Not told  CPU use')
  })

  it('says why a host does not let us in, and the fix', async () => {
    const { deps } = start({ refuses: new HostError('host-authentication', 'The password is wrong.') })
    await expect(askOnce(deps)).rejects.toThrow(
      /^h\.example over vdsm: The password is wrong\. \(host-authentication\)\n {2}→ See that the host lets us in/,
    )
  })

  it('gives up on a host that never answers, and lets it go', async () => {
    const { host, deps } = start({ answersAfterMs: 'never' })
    await expect(askOnce({ ...deps, timeoutMs: 10 })).rejects.toThrow(/No answer within 0\.05 s\. \(host-timeout\)/)
    expect(host.open()).toBe(0)
  })
})

describe('watchHost', () => {
  function watching(over: Parameters<typeof fakeHost>[1] = {}) {
    const { clock, deps, ...rest } = start(over)
    const stopping = new AbortController()
    const watched = watchHost(deps, { everyMs: 2000, stopped: stopping.signal, now: clock.now })
    return { clock, watched, stopping, ...rest }
  }

  it('asks again and again, tells events meanwhile, and ends when it is stopped', async () => {
    const { clock, watched, stopping, host, printed } = watching()
    await clock.pass(3000)
    host.tell({ kind: 'vm-paused', vmId: 'v' })
    await clock.pass(1500)
    stopping.abort()
    await watched
    expect(printed.map(line => (JSON.parse(line).event ? 'event' : 'host'))).toEqual(['host', 'host', 'event', 'host'])
    expect(host.open()).toBe(0)
  })

  it('records samples, and nothing else', async () => {
    const { clock, host, printed, deps } = start()
    const stopping = new AbortController()
    const asked = { everyMs: 2000, stopped: stopping.signal, now: clock.now }
    const watched = watchHost({ ...deps, record: true }, asked)
    await clock.pass(3000)
    host.tell({ kind: 'vm-paused', vmId: 'v' })
    stopping.abort()
    await watched
    expect(printed.map(line => Object.keys(JSON.parse(line)))).toEqual([
      ['atMs', 'host', 'guests'],
      ['atMs', 'host', 'guests'],
    ])
  })

  it('fails when the connection ends', async () => {
    const { clock, watched, host } = watching()
    await clock.pass(500)
    host.breakLink()
    await expect(watched).rejects.toThrow(/The host ended the connection\. \(host-unreachable\)/)
  })
})
