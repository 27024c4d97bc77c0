import { describe, expect, it } from 'vitest'
import { hostsText } from './hosts-command.ts'

const host = {
  id: '1',
  name: 'host1',
  cluster: { id: 'c', name: 'Prod' },
  status: 'up',
  connection: { via: 'vdsm', state: 'connected', sinceMs: 0, lost: 0 },
} as const

describe('hostsText', () => {
  it('shows a row for each host, then what is wrong, with the fix', () => {
    const figures = {
      cpuPercent: 40.4,
      memoryTotalKiB: 64 << 20,
      memoryAvailableKiB: 24 << 20,
      guests: 3,
      guestsRunning: 2,
    }
    const problem = { code: 'host-timeout', message: 'No answer.', fix: 'Look.', atMs: 0 }
    const text = hostsText([
      { ...host, readingAgeMs: 4100, figures },
      { ...host, name: 'h2', connection: { ...host.connection, state: 'waiting', problem } },
      {
        ...host,
        name: 'h3',
        status: 'down',
        connection: { ...host.connection, state: 'not-dialled', because: 'It is down.' },
      },
    ])
    expect(text).toBe(
      [
        'HOST   CLUSTER  STATUS  VIA   CONNECTION   READ     CPU   MEMORY AVAILABLE      VMS',
        'host1  Prod     up      vdsm  connected    4 s ago  40 %  24.0 GiB of 64.0 GiB  2 of 3 run',
        'h2     Prod     up      vdsm  waiting      –        –     –                     –',
        'h3     Prod     down    vdsm  not-dialled  –        –     –                     –',
        '',
        'h2: No answer. (host-timeout)',
        '  → Look.',
        'h3: It is down.',
      ].join('\n'),
    )
  })

  it('says that there is none', () => expect(hostsText([])).toBe('The engine has no host.'))
})
