import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type MomConf, parseMomConf, readMomConf } from './mom-conf.ts'

const parse = (content: string) => parseMomConf({ name: 'mom.conf', content })
const clean = (content: string): MomConf => {
  const { conf, problems } = parse(content)
  expect(problems).toEqual([])
  return conf
}

const builtIn: MomConf = {
  mainLoopIntervalS: 5,
  hostMonitorIntervalS: 5,
  guestMonitorIntervalS: 5,
  guestManagerIntervalS: 5,
  policyEngineIntervalS: 10,
  hypervisorInterface: 'libvirt',
  controllers: ['Balloon'],
  sampleHistoryLength: 10,
  libvirtUri: '',
  plotDirectory: '',
  rpc: { kind: 'off' },
  hasThreadPerGuest: true,
  log: { kind: 'stdio' },
  verbosity: 'info',
  logMaxBytes: 2_097_152,
  logBackupCount: 5,
  hostCollectors: ['HostMemory'],
  guestCollectors: ['GuestQemuProc', 'GuestMemory'],
  policies: { kind: 'none' },
  collectorSettings: {},
}

describe('mom.conf', () => {
  it('has MOM’s own values where it says nothing', () => expect(clean('')).toEqual(builtIn))

  it('is read as vdsm installs one', () => {
    const { conf, problems } = parse(
      `# for hosts of oVirt
[main]
main-loop-interval: 15
host-monitor-interval: 15
guest-monitor-interval: 15
guest-manager-interval: 15
policy-engine-interval: 15
hypervisor-interface: vdsmjsonrpcclient
controllers: Balloon, KSM, CpuTune, IoTune
sample-history-length: 10
plot-dir:
rpc-port: /run/vdsm/mom-vdsm.sock
policy-dir: /etc/vdsm/mom.d
[vdsm]
host=127.0.0.1
port=54321
[logging]
log: /var/log/vdsm/mom.log
verbosity: info
max-bytes: 2097152
backup-count: 5
[host]
collectors: HostMemory, HostKSM, HostCpu
[guest]
collectors: GuestMemoryOptional, GuestBalloonOptional, GuestCpuTune, GuestIoTuneOptional
`,
    )
    expect(problems).toEqual([
      {
        level: 'note',
        message: 'mom.conf:14: [vdsm] MOM reads nothing of it; nothing is to be done',
        line: 14,
        section: 'vdsm',
        fix: 'nothing is to be done',
      },
    ])
    expect(conf).toEqual({
      ...builtIn,
      mainLoopIntervalS: 15,
      hostMonitorIntervalS: 15,
      guestMonitorIntervalS: 15,
      guestManagerIntervalS: 15,
      policyEngineIntervalS: 15,
      hypervisorInterface: 'vdsmjsonrpcclient',
      controllers: ['Balloon', 'KSM', 'CpuTune', 'IoTune'],
      rpc: { kind: 'unix', path: '/run/vdsm/mom-vdsm.sock' },
      policies: { kind: 'directory', path: '/etc/vdsm/mom.d' },
      log: { kind: 'file', path: '/var/log/vdsm/mom.log' },
      hostCollectors: ['HostMemory', 'HostKSM', 'HostCpu'],
      guestCollectors: ['GuestMemoryOptional', 'GuestBalloonOptional', 'GuestCpuTune', 'GuestIoTuneOptional'],
    })
  })

  const accepted: readonly (readonly [content: string, conf: Partial<MomConf>])[] = [
    ['[main]\ncontrollers: KSM , Balloon ,,KSM', { controllers: ['KSM', 'Balloon'] }],
    ['[main]\ncontrollers:', { controllers: [] }],
    ['[main]\ncontrollers: KSM,\n  Balloon', { controllers: ['KSM', 'Balloon'] }],
    ['[main]\nhypervisor-interface: VDSM', { hypervisorInterface: 'vdsm' }],
    ['[main]\nrpc-port: 8080', { rpc: { kind: 'tcp', port: 8080 } }],
    ['[main]\nrpc-port: -17', { rpc: { kind: 'off' } }],
    ['[main]\npolicy: /etc/mom.policy', { policies: { kind: 'file', path: '/etc/mom.policy' } }],
    ['[main]\npolicy:\npolicy-dir: /etc/mom.d', { policies: { kind: 'directory', path: '/etc/mom.d' } }],
    ['[main]\nguest-manager-multi-thread: 0', { hasThreadPerGuest: false }],
    ['[main]\nguest-manager-multi-thread: Off', { hasThreadPerGuest: false }],
    ['[main]\nPolicy-Engine-Interval = 30', { policyEngineIntervalS: 30 }],
    ['[main]\nlibvirt-hypervisor-uri: qemu:///system', { libvirtUri: 'qemu:///system' }],
    ['[logging]\nlog: STDIO', { log: { kind: 'stdio' } }],
    ['[logging]\nverbosity: 5', { verbosity: 'debug' }],
    ['[logging]\nverbosity: 1', { verbosity: 'critical' }],
    ['[logging]\nverbosity: Warn', { verbosity: 'warn' }],
    [
      '[Collector: GuestQemuAgent]\nsocket_path: /var/lib/x\nsocket_name_template: %(name)s.agent\n[Collector: __proto__]\n__proto__: 1',
      {
        collectorSettings: Object.fromEntries([
          ['GuestQemuAgent', { socket_path: '/var/lib/x', socket_name_template: '%(name)s.agent' }],
          ['__proto__', Object.fromEntries([['__proto__', '1']])],
        ]),
      },
    ],
  ]
  it.each(accepted)('%j', (content, conf) => expect(clean(content)).toEqual({ ...builtIn, ...conf }))

  const told: readonly (readonly [content: string, level: string, message: string, conf?: Partial<MomConf>])[] = [
    [
      '[main]\nhost-monitor-interval: soon',
      'error',
      'mom.conf:2: [main] host-monitor-interval: must be a whole number from 1 to 86400 (seconds), not "soon"; or leave the line out for the built-in value',
    ],
    [
      '[main]\nhost-monitor-interval: 0',
      'error',
      'mom.conf:2: [main] host-monitor-interval: must be a whole number from 1 to 86400',
    ],
    [
      '[main]\nsample-history-length: 0',
      'error',
      'mom.conf:2: [main] sample-history-length: must be a whole number from 1 to 1000',
    ],
    ['[main]\nhypervisor-interface: xen', 'error', 'must be one of libvirt, vdsm, vdsmxmlrpc'],
    [
      '[main]\nrpc-port: 65536',
      'error',
      'rpc-port: must be a port up to 65535, -1 for none, or the whole path of a socket',
    ],
    ['[main]\nrpc-port: mom.sock', 'error', 'rpc-port: must be a port up to 65535'],
    ['[main]\nrpc-port:', 'error', 'rpc-port: must be a port up to 65535'],
    [
      '[main]\ncontrollers: Balloon KSM',
      'error',
      'controllers: must be names with commas between them, not "Balloon KSM"',
    ],
    ['[main]\nguest-manager-multi-thread: maybe', 'error', 'must be true or false, not "maybe"'],
    ['[logging]\nlog:', 'error', 'log: must be stdio or a file'],
    [
      '[main]\npolicy: /a\npolicy-dir: /b',
      'error',
      'mom.conf:3: [main] policy-dir: policy is set as well, to /a; leave one of the two empty',
      { policies: { kind: 'none' } },
    ],
    [
      '[main]\nplot-dir: 1\nplot-dir: 2',
      'error',
      'mom.conf:3: [main] plot-dir is already set in line 2; keep one of the two lines',
      { plotDirectory: '1' },
    ],
    ['plot-dir: 1', 'error', 'mom.conf:1: plot-dir stands before the first section'],
    [
      '[logging]\nverbosity: loud',
      'warning',
      'must be one of critical, error, warn, info, debug, not "loud"; anything else is taken for debug',
      { verbosity: 'debug' },
    ],
    ['[main]\nplot-dir: /a/%(x)s', 'warning', 'plot-dir: a % is taken as it stands', { plotDirectory: '/a/%(x)s' }],
    [
      '[main]\ncontroller: KSM',
      'warning',
      'mom.conf:2: [main] controller: no key that MOM reads; did you mean controllers?',
    ],
    ['[main]\nverbosity: info', 'warning', 'verbosity: no key that MOM reads; it belongs into [logging]'],
    ['[host]\nwhatever: 1', 'warning', 'whatever: no key that MOM reads; the keys here are collectors'],
    ['[Main]\npolicy: /a', 'warning', 'mom.conf:1: [Main] no section that is read; did you mean [main]?'],
    [
      '[database]',
      'warning',
      '[database] no section that is read; the sections are main, logging, host, guest, Collector: NAME',
    ],
    ['[__int__]\nrunning: 1', 'warning', '[__int__] MOM keeps this name for itself; leave it out'],
    [`#${'x'.repeat(1_048_576)}`, 'error', 'mom.conf: longer than 1048576 characters'],
  ]
  for (const [content, level, message, conf] of told)
    it(`${JSON.stringify(content.slice(0, 60))}: ${message}`, () => {
      const parsed = parse(content)
      expect(parsed.problems).toMatchObject([{ level, message: expect.stringContaining(message) }])
      expect(parsed.conf).toEqual({ ...builtIn, ...conf })
    })

  it('tells section, key and value of a problem apart, and all problems at once', () => {
    const { problems } = parse('[main]\nrpc-port: x\n[guest]\nfoo: 1')
    expect(problems).toMatchObject([
      {
        level: 'error',
        line: 2,
        section: 'main',
        key: 'rpc-port',
        value: 'x',
        fix: 'or leave the line out for the built-in value',
      },
      { level: 'warning', line: 4, section: 'guest', key: 'foo', value: '1' },
    ])
  })

  it('is read from its file; none is all built-in values', () => {
    const directory = mkdtempSync(join(tmpdir(), 'mom-conf-'))
    try {
      const path = join(directory, 'mom.conf')
      expect(readMomConf(path)).toMatchObject({ conf: builtIn, problems: [{ level: 'note' }] })
      writeFileSync(path, '[main]\ncontrollers: KSM')
      expect(readMomConf(path)).toEqual({ conf: { ...builtIn, controllers: ['KSM'] }, problems: [] })
      expect(readMomConf(directory)).toMatchObject({ conf: builtIn, problems: [{ level: 'error' }] })
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
