/** What mom.conf may say: every key once, with MOM's built-in default (behaviour: oVirt MOM, mom/__init__.py). */
import { flag, integer, oneOf, type Parsed, type Setting, text } from './setting.ts'

export const momHypervisorInterfaces = [
  'libvirt',
  'vdsm',
  'vdsmxmlrpc',
  'vdsmxmlrpcbulk',
  'vdsmjsonrpc',
  'vdsmjsonrpcbulk',
  'vdsmjsonrpcclient',
] as const
export const momVerbosities = ['critical', 'error', 'warn', 'info', 'debug'] as const
export type MomVerbosity = (typeof momVerbosities)[number]

/** Where MOM's XML-RPC listens. TCP is on this host only. */
export type MomRpc = Readonly<{ kind: 'off' } | { kind: 'tcp'; port: number } | { kind: 'unix'; path: string }>
export type MomLog = Readonly<{ kind: 'stdio' } | { kind: 'file'; path: string }>

type MomSetting<T> = Readonly<{ section: string; key: string; setting: Setting<T> }>

const key = <T>(section: string, name: string, setting: Setting<T>): MomSetting<T> => ({ section, key: name, setting })
const interval = (name: string, seconds: number, help: string) =>
  key('main', name, integer({ default: seconds, min: 1, max: 86_400, unit: 'seconds', help }))

export const momSettings = {
  mainLoopIntervalS: interval('main-loop-interval', 5, 'How often the daemon looks whether all its parts live.'),
  hostMonitorIntervalS: interval('host-monitor-interval', 5, 'How often the host is sampled.'),
  guestMonitorIntervalS: interval('guest-monitor-interval', 5, 'How often each guest is sampled.'),
  guestManagerIntervalS: interval('guest-manager-interval', 5, 'How often guests that came or went are looked for.'),
  policyEngineIntervalS: interval('policy-engine-interval', 10, 'How often the policy is evaluated.'),
  hypervisorInterface: key(
    'main',
    'hypervisor-interface',
    inSmallLetters(
      oneOf({ default: 'libvirt', choices: momHypervisorInterfaces, help: 'How the host is asked for its guests.' }),
    ),
  ),
  controllers: key('main', 'controllers', names(['Balloon'], 'What is done with the controls of a policy.')),
  sampleHistoryLength: key(
    'main',
    'sample-history-length',
    integer({ default: 10, min: 1, max: 1000, unit: 'samples', help: 'Over how many samples averages are taken.' }),
  ),
  libvirtUri: key('main', 'libvirt-hypervisor-uri', text({ default: '', help: 'Empty: libvirt’s own default.' })),
  plotDirectory: key('main', 'plot-dir', text({ default: '', help: 'Where samples are written; empty: nowhere.' })),
  rpc: key('main', 'rpc-port', rpc()),
  policyFile: key('main', 'policy', text({ default: '', help: 'A single policy.' })),
  policyDirectory: key('main', 'policy-dir', text({ default: '', help: 'A directory of policies.' })),
  hasThreadPerGuest: key(
    'main',
    'guest-manager-multi-thread',
    digitsToo(flag({ default: true, help: 'Whether each guest is sampled on its own.' })),
  ),
  log: key('logging', 'log', log()),
  verbosity: key(
    'logging',
    'verbosity',
    verbosity(oneOf({ default: 'info', choices: momVerbosities, help: 'What is logged.' })),
  ),
  logMaxBytes: key(
    'logging',
    'max-bytes',
    integer({
      default: 2_097_152,
      min: 0,
      max: 2 ** 40,
      unit: 'bytes',
      help: 'Size at which the log is rotated; 0: never.',
    }),
  ),
  logBackupCount: key(
    'logging',
    'backup-count',
    integer({ default: 5, min: 0, max: 10_000, unit: 'files', help: 'How many rotated logs are kept.' }),
  ),
  hostCollectors: key('host', 'collectors', names(['HostMemory'], 'What is sampled of the host.')),
  guestCollectors: key('guest', 'collectors', names(['GuestQemuProc', 'GuestMemory'], 'What is sampled of guests.')),
} as const

export type MomSettingName = keyof typeof momSettings
export type MomValues = Readonly<{
  [Name in MomSettingName]: (typeof momSettings)[Name] extends MomSetting<infer T> ? T : never
}>

const refuse = (expected: string, given: unknown): Parsed<never> => ({
  ok: false,
  problem: `must be ${expected}, not ${JSON.stringify(given)}`,
})

/** Names with commas between them. MOM trims them on the left only, so that a blank before a comma breaks the name. */
function names(fallback: readonly string[], help: string): Setting<readonly string[]> {
  return {
    default: fallback,
    help,
    parse(given) {
      const items = String(given)
        .split(',')
        .map(item => item.trim())
        .filter(item => item !== '')
      const bad = items.find(item => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(item))
      if (bad !== undefined) return refuse('names with commas between them', bad)
      return { ok: true, value: [...new Set(items)] }
    },
  }
}

function inSmallLetters<T>(setting: Setting<T>): Setting<T> {
  return { ...setting, parse: given => setting.parse(String(given).toLowerCase()) }
}

function digitsToo(setting: Setting<boolean>): Setting<boolean> {
  const words: Readonly<Record<string, string>> = { '1': 'true', '0': 'false' }
  return { ...setting, parse: given => setting.parse(words[String(given)] ?? given) }
}

function verbosity(setting: Setting<MomVerbosity>): Setting<MomVerbosity> {
  return {
    ...setting,
    parse: given => setting.parse(momVerbosities[Number(given) - 1] ?? String(given).toLowerCase()),
  }
}

function rpc(): Setting<MomRpc> {
  return {
    default: { kind: 'off' },
    help: 'A port, or the path of a socket; negative: nothing listens.',
    parse(given) {
      const value = String(given)
      if (/^-[0-9]+$/.test(value)) return { ok: true, value: { kind: 'off' } }
      if (/^[0-9]+$/.test(value) && Number(value) <= 65_535)
        return { ok: true, value: { kind: 'tcp', port: Number(value) } }
      if (value.startsWith('/')) return { ok: true, value: { kind: 'unix', path: value } }
      return refuse('a port up to 65535, -1 for none, or the whole path of a socket that begins with /', given)
    },
  }
}

function log(): Setting<MomLog> {
  return {
    default: { kind: 'stdio' },
    help: 'stdio, or a file.',
    parse(given) {
      const value = String(given)
      if (value.toLowerCase() === 'stdio') return { ok: true, value: { kind: 'stdio' } }
      return value === '' ? refuse('stdio or a file', given) : { ok: true, value: { kind: 'file', path: value } }
    },
  }
}
