import { Command, InvalidArgumentError, Option } from 'commander'
import { hostConnectionKinds } from '../../../shared/model/watched-host.ts'
import { ConfigError } from '../../config/config-error.ts'
import { parseHostConnection } from '../../config/host-connections.ts'
import { type SettingName, settingNames } from '../../config/settings.ts'
import { sleep } from '../../cycles/sleep.ts'
import { wholeNumber } from '../argument-parsers.ts'
import { readHostDials } from '../host-dials.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { hostConnectionRules } from '../start-hosts.ts'
import { untilStopped } from '../until-stopped.ts'
import { type AskHostDeps, askOnce, watchHost } from './ask-host.ts'

type Options = Readonly<{ via?: string; json?: boolean; watch?: number | true; record?: boolean }>

/** How to reach a host, and which engine a simulated one belongs to. */
const settings: readonly SettingName[] = settingNames.filter(
  name =>
    name === 'engine.url' ||
    (name.startsWith('hosts.') && !['hosts.connect', 'hosts.sampleInterval', 'hosts.concurrency'].includes(name)),
)

const WATCH_SECONDS = 5

const examples = `
Examples:
  ovirt-scheduler host host1.example --via vdsm --config config.yaml
  ovirt-scheduler host host1.example --via libvirt+ssh --hosts-ssh-user root
  ovirt-scheduler host localhost --via libvirt+unix --json
  ovirt-scheduler host localhost --via libvirt+unix:/run/libvirt/virtqemud-sock --watch 2
  ovirt-scheduler host localhost --via libvirt+unix --record --watch 15 > samples.jsonl

Without --via it is reached as hosts.connect says for every other cluster (*). With --via simulated the address is the
id of a host of the simulated engine at engine.url. "Told" is what the host's own figures hold; what can be changed on it shows
only when it is changed. Exit code 1: the host does not answer; the fix is named.
`

export function hostCommand(_finish: Finish): Command {
  const command = new Command('host')
    .description('Ask one host itself, without the engine: memory, CPU, KSM, NUMA, and its VMs. Nothing is changed.')
    .argument('<address>', 'of the host')
    .addOption(
      new Option(
        '--via <connection>',
        `${hostConnectionKinds.slice(1).join(', ')}; libvirt+unix:PATH for another socket`,
      ).argParser(connection),
    )
    .addOption(
      new Option('--watch [seconds]', 'ask again and again, and tell events, until stopped').argParser(
        wholeNumber(1, 3600),
      ),
    )
    .option('--json', 'print JSON, with --watch one line each time')
    .option('--record', 'with --watch, or every 5 s: print samples for host-policy replay, one line each time')
    .addHelpText('after', `${environmentHelp}\n${examples}`)
  return addSettingOptions(command, settings).action(async (address: string, options: Options) => {
    const preset = options.via === undefined ? {} : { 'hosts.connect': [`*=${options.via}`] }
    const { config } = configOf(command, preset)
    const via = hostConnectionRules(config).of({ id: '', name: '' })
    if (via.kind === 'none')
      throw new ConfigError(['say how the host is reached with --via, such as --via vdsm, or in hosts.connect for *'])
    const asked: AskHostDeps = {
      address,
      kind: via.kind,
      dial: readHostDials(config)(via, { hostId: address, address }),
      timeoutMs: config['hosts.callTimeout'] * 1000,
      sleep,
      json: options.json ?? false,
      record: options.record ?? false,
      print: text => console.log(text),
    }
    if (options.watch === undefined && !options.record) return askOnce(asked)
    const stopping = new AbortController()
    void untilStopped().then(() => stopping.abort())
    const seconds = typeof options.watch === 'number' ? options.watch : WATCH_SECONDS
    await watchHost(asked, { everyMs: seconds * 1000, stopped: stopping.signal, now: Date.now })
  })
}

function connection(given: string): string {
  const rule = parseHostConnection(given)
  if (typeof rule === 'string') throw new InvalidArgumentError(rule)
  if (rule.kind === 'none') throw new InvalidArgumentError('none reaches no host.')
  return given
}
