import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findInstallation } from './find-installation.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-import-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const find = (given?: string, environment = {}) =>
  findInstallation(given, { root, legacyDirectory: '/etc/ovirt/scheduler', environment })

describe('findInstallation', () => {
  it('finds plugins, their configuration and the service where the package has them', () => {
    for (const name of ['b.py', 'a.py', '__init__.py', 'a.conf', 'README'])
      write(`/usr/share/ovirt-scheduler-proxy/plugins/${name}`)
    write('/usr/lib/systemd/system/ovirt-scheduler-proxy.service')
    expect(find()).toEqual({
      directory: '/usr/share/ovirt-scheduler-proxy/plugins',
      because: 'where its package puts them',
      plugins: ['a.py', 'b.py'],
      configurations: ['a.conf'],
      hasService: true,
    })
  })

  it.each([
    {
      first: 'the variable of its service',
      file: '/etc/sysconfig/ovirt-scheduler-proxy',
      text: '# ours\nOSCHEDPROXY_PLUGINS="/srv/old"\n',
      environment: { OSCHEDPROXY_PLUGINS: '/elsewhere' },
    },
    { first: 'the variable of the environment', environment: { OSCHEDPROXY_PLUGINS: '/srv/old' } },
    { first: 'scheduler.conf', file: '/etc/ovirt/scheduler/scheduler.conf', text: 'plugins_path=/srv/old\n' },
  ])('looks first where $first says', ({ file, text, environment = {} }) => {
    write('/usr/share/ovirt-scheduler-proxy/plugins/a.py')
    write('/srv/old/b.py')
    if (file !== undefined) write(file, text)
    expect(find(undefined, environment)).toMatchObject({ directory: '/srv/old', plugins: ['b.py'], hasService: false })
  })

  it('names where it looked when there is nothing', () => {
    expect(() => find()).toThrow('there is no directory of plugins at /usr/share/ovirt-scheduler-proxy/plugins')
    expect(() => find('/given')).toThrow('/given (as given)')
  })
})
