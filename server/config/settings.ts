import { hostSettings } from './host-settings.ts'
import { planningSettings } from './planning-settings.ts'
import { flag, integer, networks, oneOf, port, type Setting, text, texts, url } from './setting.ts'
import { storeSettings } from './store-settings.ts'
import { tuningSettings } from './tuning-settings.ts'

/**
 * Every setting of the service, declared once. `engine.url` here is `engine: { url: … }` in the file,
 * OVIRT_SCHEDULER_ENGINE_URL in the environment and --engine-url on the command line.
 */
export const settings = {
  'engine.url': url({
    default: 'https://localhost/ovirt-engine',
    help: 'Where the oVirt engine is, up to and including /ovirt-engine.',
  }),
  'engine.username': text({
    default: 'admin@internal',
    argument: '<user@profile>',
    help: 'The engine user that we read and migrate as.',
  }),
  'engine.password': text({
    default: '',
    secret: true,
    help: 'Its password. Prefer engine.passwordFile, which keeps it out of process lists and backups.',
  }),
  'engine.passwordFile': text({
    default: '',
    argument: '<file>',
    help: 'File whose first line is the password; must be readable by its owner only.',
  }),
  'engine.caFile': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of the certificate authority that signed the engine’s certificate. Empty: the system’s own list.',
  }),
  'engine.requestTimeout': integer({
    default: 30,
    min: 1,
    max: 600,
    unit: 'seconds',
    help: 'How long one request to the engine may take.',
  }),
  'engine.concurrency': integer({
    default: 4,
    min: 1,
    max: 16,
    unit: 'requests',
    help: 'How many requests to the engine may be under way at once.',
  }),
  'engine.readInterval': integer({
    default: 15,
    min: 2,
    max: 3600,
    unit: 'seconds',
    help: 'Pause between two reads of the engine. Its own figures change every 15 seconds at most.',
  }),
  'engine.eventInterval': integer({
    default: 4,
    min: 1,
    max: 3600,
    unit: 'seconds',
    help: 'Pause between two looks at the engine’s new events, which tell of changes before the next read does.',
  }),
  'rest.address': text({
    default: '127.0.0.1',
    argument: '<address>',
    help: 'Address the REST API listens on. The engine’s web server passes requests on to it.',
  }),
  'rest.allowPlainOutside': flag({
    default: false,
    help: 'Listen on an address beyond this machine, although the REST API speaks plain HTTP and tokens can be read on the way.',
  }),
  'rest.trustedProxies': networks({
    default: ['127.0.0.0/8', '::1'],
    help: 'Web servers in front: what they say of the client’s address (X-Forwarded-For) is believed, for the audit and for limits.',
  }),
  'rest.port': port({ default: 18_780, help: 'Port of the REST API; 0 takes a free one.' }),
  'xmlrpc.addresses': texts({
    default: ['127.0.0.1', '::1'],
    argument: '<address,…>',
    help: 'Addresses that the external-scheduler endpoint for the engine listens on.',
  }),
  'xmlrpc.port': port({ default: 18_781, help: 'Its port; the engine’s default is 18781. 0 takes a free one.' }),
  'xmlrpc.tlsCertificate': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of the endpoint’s certificate, then those of its issuers. With xmlrpc.tlsKey it speaks TLS; empty: plain HTTP.',
  }),
  'xmlrpc.tlsKey': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of the certificate’s private key, without passphrase; must be readable by its owner only.',
  }),
  'xmlrpc.clientCa': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of an authority: callers must then present a certificate that it signed. Empty: none is asked for.',
  }),
  'xmlrpc.requireTls': flag({ default: false, help: 'Refuse to start without a certificate.' }),
  'xmlrpc.allowFrom': networks({
    default: [],
    help: 'Addresses and networks that may call, e.g. 192.0.2.0/24; others are cut off. Empty: whoever can reach the port.',
  }),
  'xmlrpc.callTimeout': integer({
    default: 30,
    min: 1,
    max: 600,
    unit: 'seconds',
    help: 'How long one call may take to arrive.',
  }),
  'xmlrpc.concurrency': integer({
    default: 128,
    min: 1,
    max: 512,
    unit: 'calls',
    help: 'How many calls may be under way at once; further ones are told to come again.',
  }),
  'xmlrpc.maxBody': integer({
    default: 8,
    min: 1,
    max: 64,
    unit: 'MiB',
    help: 'Largest request body the endpoint reads.',
  }),
  'xmlrpc.scores': oneOf({
    default: 'per-unit',
    choices: ['per-unit', 'summed'],
    help: 'Form of scores for the engine: per-unit lets it apply each unit’s own factor, summed is the old form.',
  }),
  ...storeSettings,
  'units.directory': text({
    default: '/etc/ovirt-scheduler/plugins',
    argument: '<dir>',
    help: 'Where the site’s policy units are: *.ts, *.js, *.mjs and *.py. Changes are taken up within seconds.',
  }),
  'units.compatibility': oneOf({
    default: 'mended',
    choices: ['mended', 'strict'],
    help: 'strict: Python plugins and XML-RPC answers exactly as ovirt-scheduler-proxy had them, its faults included.',
  }),
  'units.sandbox': oneOf({
    default: 'auto',
    choices: ['auto', 'kernel', 'runtime'],
    help: 'How plugins are kept in. kernel: refuse to start without namespaces. runtime: do without them, and let Python plugins run with the service’s own rights.',
  }),
  'units.grants': texts({
    default: [],
    argument: '<NAME:grant,…>',
    help: 'What single plugins may do beyond computing: NAME:fetch=HOST, NAME:read=/PATH, NAME:env=VARIABLE, NAME:network (Python).',
  }),
  'units.callTimeout': integer({
    default: 1000,
    min: 10,
    max: 60_000,
    unit: 'ms',
    help: 'How long one call of a TypeScript or JavaScript plugin may take. The engine waits, and schedules nothing in the cluster.',
  }),
  'units.pythonTimeout': integer({
    default: 30,
    min: 1,
    max: 100,
    unit: 'seconds',
    help: 'How long the Python plugins of one call may take; as long as with ovirt-scheduler-proxy.',
  }),
  'units.memory': integer({
    default: 128,
    min: 32,
    max: 4096,
    unit: 'MiB',
    help: 'How much one TypeScript or JavaScript plugin may hold; a snapshot of 10,000 VMs takes about 40.',
  }),
  'units.spares': flag({
    default: true,
    help: 'Keep a second process of each TypeScript or JavaScript plugin ready, about 60 MiB each, so that a restart delays no call.',
  }),
  'units.quarantineAfter': integer({
    default: 5,
    min: 1,
    max: 1000,
    unit: 'failures',
    help: 'After so many failures in a row a plugin’s unit is asked no more, until its file changes or it is reloaded.',
  }),
  'units.python': text({
    default: 'python3',
    argument: '<command>',
    help: 'The Python that Python plugins run with.',
  }),
  'units.fallbackPolicy': text({
    default: '',
    argument: '<name>',
    help: 'Scheduling policy that clusters are moved to when a unit their policy uses is removed. Empty: they stay, and you are told.',
  }),
  'legacy.directory': text({
    default: '/etc/ovirt/scheduler',
    argument: '<dir>',
    help: 'Where scheduler.conf of the old daemon is; its port, ssl and plugins_path hold unless set elsewhere. Empty: it is not read.',
  }),
  'migrations.perHost': integer({
    default: 2,
    min: 1,
    max: 20,
    unit: 'migrations',
    help: 'How many migrations may leave or reach one host at once.',
  }),
  'migrations.bandwidth': integer({
    default: 1000,
    min: 10,
    max: 400_000,
    unit: 'Mbit/s',
    help: 'Assumed speed of the migration network, for the estimated duration of a move.',
  }),
  'migrations.total': integer({
    default: 8,
    min: 1,
    max: 200,
    unit: 'migrations',
    help: 'How many migrations of ours may run at once, in all clusters together.',
  }),
  ...planningSettings,
  'scheduling.unknownFacts': oneOf({
    default: 'keep',
    choices: ['keep', 'drop'],
    help: 'What a rule of the engine means here that needs a fact which the engine does not tell us, such as the networks of a host. keep: the host passes, marked as unknown. drop: it does not.',
  }),
  'schedulers.clusters': texts({
    default: [],
    argument: '<CLUSTER=SCHEDULER/POLICY?input=value,…>',
    help: 'Which scheduler a cluster has, with one of its policies and inputs; * is every other cluster. Left out: the default one, which leaves balancing to the policy’s units. default/ClusterPolicy recommends what the engine’s own balancers would move.',
  }),
  'schedulers.balanceInterval': integer({
    default: 60,
    min: 5,
    max: 86_400,
    unit: 'seconds',
    help: 'How often the load balancer of a cluster’s scheduler is asked; the engine’s own runs every minute.',
  }),
  'schedulers.timerInterval': integer({
    default: 60,
    min: 5,
    max: 86_400,
    unit: 'seconds',
    help: 'How often a scheduler’s timer is called: the default one looks after affinity rules, spare hosts and highly available VMs.',
  }),
  ...hostSettings,
  ...tuningSettings,
  'recommendations.refusalHold': integer({
    default: 60,
    min: 1,
    max: 10_080,
    unit: 'minutes',
    help: 'How long a host counts as closed to a VM after the engine has refused to move it there.',
  }),
  'recommendations.hold': integer({
    default: 60,
    min: 0,
    max: 10_080,
    unit: 'minutes',
    help: 'How long a dismissed move is not proposed again.',
  }),
  'log.level': oneOf({
    default: 'info',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    help: 'How much is logged.',
  }),
  'log.pretty': flag({ default: false, help: 'Log lines for people instead of JSON.' }),
} satisfies Record<
  string,
  Setting<never> | Setting<string> | Setting<number> | Setting<boolean> | Setting<readonly string[]>
>

export type SettingName = keyof typeof settings

/** The effective configuration: every setting by its name, typed. */
export type Config = { readonly [K in SettingName]: (typeof settings)[K] extends Setting<infer T> ? T : never }

export const settingNames = Object.keys(settings) as SettingName[]

/** Settings of the process itself: where it listens, whom it lets in, what it logs. The same whichever engine it is about. */
export const isOfProcess = (name: SettingName): boolean =>
  /^(rest|log|legacy)\./.test(name) || (name.startsWith('xmlrpc.') && name !== 'xmlrpc.scores')

const words = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`).replaceAll('.', '-')

/** engine.passwordFile → OVIRT_SCHEDULER_ENGINE_PASSWORD_FILE */
export const environmentName = (name: SettingName): string =>
  `OVIRT_SCHEDULER_${words(name).replaceAll('-', '_').toUpperCase()}`

/** engine.passwordFile → --engine-password-file */
export const flagName = (name: SettingName): string => `--${words(name)}`
