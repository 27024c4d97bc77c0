/** The unit of the RPM, as systemd itself reads it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { proxyService } from '../../server/cli/import-proxy/proxy-service.ts'

const unit = fileURLToPath(new URL('../../build/rpm/files/ovirt-scheduler.service', import.meta.url))
const text = readFileSync(unit, 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-unit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const analyze = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { status, said: `${stdout ?? ''}${stderr ?? ''}` }
}
/** `--offline` judges a file without a running systemd; it came with version 250. */
const version = Number(/^systemd (\d+)/.exec(analyze('--version').said)?.[1] ?? 0)
const isMissing = version < 250
if (isMissing) console.warn('The unit is not put to systemd: there is no systemd-analyze of version 250 or newer')

/** The unit with a program that is here, and no manual that is not. */
function verify(unitText: string) {
  const file = join(folder, 'ovirt-scheduler.service')
  writeFileSync(file, unitText.replace('/usr/bin/ovirt-scheduler', '/bin/true'))
  return analyze('verify', '--man=no', file)
}

describe('the unit', () => {
  it('leaves the port to one of both daemons: whichever is started ends the other first', () => {
    const named = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value)
    expect(named('Conflicts')).toEqual([proxyService])
    expect(named('After')).toContain(proxyService)
  })

  it('is what the kernel ends when memory runs short, not the engine, and is started again', () => {
    expect(Number(/^OOMScoreAdjust=(.*)$/m.exec(text)?.[1])).toBeGreaterThan(0)
    expect(text).toMatch(/^MemoryMax=\d+%$/m)
    expect(text).toMatch(/^Restart=on-failure$/m)
  })

  it('says why what it leaves out is left out', () => {
    for (const left of [
      'RestrictNamespaces',
      'PrivateUsers',
      'ProtectKernelTunables',
      'ProtectProc',
      'MemoryDenyWrite',
    ])
      expect(text).toContain(left)
  })
})

describe.skipIf(isMissing)('the unit, to systemd', () => {
  it('is right in every line', () => {
    expect(verify(text)).toEqual({ status: 0, said: '' })
    for (const wrong of ['ProtectSystm=strict', 'Restart=sometimes', 'SystemCallFilter=~@nothing'])
      expect(verify(text.replace('[Service]\n', `[Service]\n${wrong}\n`)).said, wrong).not.toBe('')
  })

  it('leaves the service no more exposed than it says', () => {
    const tenths = 10 * Number(/^# Exposure level (\d\.\d)/m.exec(text)?.[1])
    const judge = (unitText: string) => {
      const file = join(folder, 'ovirt-scheduler.service')
      writeFileSync(file, unitText)
      return analyze('security', '--offline=true', '--no-pager', `--threshold=${tenths}`, file)
    }
    expect(judge(text)).toMatchObject({ status: 0, said: expect.stringContaining('Overall exposure level') })
    const weaker = judge(text.replace('NoNewPrivileges=yes', ''))
    expect(weaker).toMatchObject({ status: 1, said: expect.stringContaining('Overall exposure level') })
  })
})
