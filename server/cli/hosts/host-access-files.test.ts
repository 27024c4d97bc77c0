import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aLog } from '../../../test/fakes/log.ts'
import { ConfigError } from '../../config/config-error.ts'
import { loadConfig } from '../../config/load-config.ts'
import { hostAccessFiles } from './host-access-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-access-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'password')

function start() {
  writeFileSync(file, 'first\n', { mode: 0o600 })
  chmodSync(file, 0o600)
  const flags = { 'hosts.saslUser': 'u', 'hosts.saslPasswordFile': file }
  const { config } = loadConfig({ environment: {}, flags })
  const { log, lines } = aLog()
  let nowMs = 0
  const files = hostAccessFiles(config, { now: () => nowMs, log })
  return {
    lines,
    passwordAt: (ms: number) => {
      nowMs = ms
      return files().sasl?.password
    },
  }
}

describe('hostAccessFiles', () => {
  it('takes a changed password within a minute', () => {
    const { passwordAt } = start()
    writeFileSync(file, 'second\n')
    expect(passwordAt(59_999)).toBe('first')
    expect(passwordAt(60_000)).toBe('second')
  })

  it('keeps the last good one while the file cannot be used, and says so without its content', () => {
    const { passwordAt, lines } = start()
    writeFileSync(file, 'second\n')
    chmodSync(file, 0o644)
    expect(passwordAt(60_000)).toBe('first')
    expect(passwordAt(61_000)).toBe('first')
    expect(lines).toMatchObject([{ level: 'warn', fields: { problems: [expect.stringMatching(/chmod 600/)] } }])
    expect(JSON.stringify(lines)).not.toMatch(/first|second/)
    chmodSync(file, 0o600)
    expect(passwordAt(120_000)).toBe('second')
  })

  it('refuses to begin with a file that cannot be used', () => {
    const flags = { 'hosts.saslUser': 'u', 'hosts.saslPasswordFile': join(folder, 'absent') }
    const { config } = loadConfig({ environment: {}, flags })
    expect(() => hostAccessFiles(config, { now: () => 0, log: aLog().log })).toThrow(ConfigError)
  })
})
