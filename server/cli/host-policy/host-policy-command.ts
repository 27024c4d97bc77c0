import { Command, InvalidArgumentError, Option } from 'commander'
import type { Compatibility } from '../../language/scan.ts'
import { type ControllerName, controllerNames } from '../../tuning/knobs/controllers.ts'
import { wholeNumber } from '../argument-parsers.ts'
import type { Finish } from '../outcome.ts'
import { checkPolicies } from './check-policies.ts'
import { evalPolicy } from './eval-policy.ts'
import { explainPolicy } from './explain-policy.ts'
import { replayPolicy } from './replay-policy.ts'

type Options = Readonly<{ facts?: string; compatibility: Compatibility; trace?: true }>

const compatibility = () =>
  new Option('--compatibility <mode>', 'strict: as MOM does, its traps included')
    .choices(['safe', 'strict'])
    .default('safe')

type ReplayOptions = Readonly<{
  samples: string
  controllers: readonly ControllerName[]
  compatibility: Compatibility
  interval?: number
  json?: boolean
}>

type ExplainOptions = Readonly<{
  samples?: string
  facts?: string
  vm?: string
  control?: string
  compatibility: Compatibility
}>

const controllers = (given: string): ControllerName[] =>
  given.split(',').map(name => {
    const known = controllerNames.find(known => known === name.trim())
    if (known === undefined)
      throw new InvalidArgumentError(`There is no ${name}; there are ${controllerNames.join(', ')}.`)
    return known
  })

export function hostPolicyCommand(finish: Finish): Command {
  const print = (text: string) => console.log(text)
  const complain = (text: string) => console.error(text)
  const check = new Command('check')
    .description('Check policy files, read as one program in the order given; every finding with its place.')
    .argument('<file...>', 'files of host policies')
    .addOption(compatibility())
    .addHelpText('after', '\nExample:\n  ovirt-scheduler host-policy check /etc/vdsm/mom.d/*.policy')
    .action((files: string[], options: Options) => {
      finish(checkPolicies(files, { ...options, print }))
    })
  const evaluate = new Command('eval')
    .description('Evaluate a policy once: its values and the controls it sets, as one JSON object.')
    .argument('<file...>', 'files of host policies, read as one program in the order given')
    .option('--facts <file>', 'JSON: {"Host": {FIELD: VALUE, …}, "Guests": [{"name": …, FIELD: VALUE, …}, …]}')
    .addOption(compatibility())
    .addHelpText(
      'after',
      `
A host or guest may have "samples": [{FIELD: VALUE, …}, …] (oldest first) in place of fields, and "properties".
Numbers with a point are floats, others integers.

Examples:
  ovirt-scheduler host-policy eval balloon.policy --facts pressure.json
  ovirt-scheduler host-policy eval 00-defines.policy 03-ksm.policy --facts pressure.json --compatibility strict`,
    )
    .action((files: string[], options: Options) => {
      finish(evalPolicy(files, { ...options, factsFile: options.facts, print, complain }))
    })
  const replay = new Command('replay')
    .description('Play recorded samples of a host to a policy and print, round by round, what it would change.')
    .argument('<file...>', 'files of host policies, read as one program in the order given')
    .requiredOption('--samples <file>', 'JSON lines: {"atMs": …, "host": READING, "guests": [READING, …]}')
    .addOption(
      new Option('--controllers <names>', 'whose controls are looked at, with commas between them')
        .argParser(controllers)
        .default(controllerNames, controllerNames.join(',')),
    )
    .option('--interval <seconds>', 'between samples; without it, as the file has it', wholeNumber(1, 86_400))
    .option('--json', 'print one line of JSON for each round')
    .addOption(compatibility())
    .addHelpText(
      'after',
      `
Nothing is changed on any host. Exit code 1: a round failed.

Examples:
  ovirt-scheduler host localhost --via libvirt+unix --record --watch 15 > samples.jsonl
  ovirt-scheduler host-policy replay /etc/vdsm/mom.d/*.policy --samples samples.jsonl`,
    )
    .action(async (files: string[], { samples, interval, json = false, ...options }: ReplayOptions) => {
      finish(await replayPolicy(files, { ...options, samplesFile: samples, intervalS: interval, json, print }))
    })
  const explain = new Command('explain')
    .description('Say why a policy sets each control as it does: the expression, and what was read and decided before.')
    .argument('<file...>', 'files of host policies, read as one program in the order given')
    .option('--samples <file>', 'JSON lines, as replay takes them; explained is what the last one comes to')
    .option('--facts <file>', 'JSON, as eval takes it')
    .option('--vm <name>', 'only of this VM; Host: only of the host')
    .option('--control <name>', 'only this control, such as balloon_target')
    .addOption(compatibility())
    .addHelpText(
      'after',
      `
Examples:
  ovirt-scheduler host-policy explain /etc/vdsm/mom.d/*.policy --samples samples.jsonl --vm web1
  ovirt-scheduler host-policy explain balloon.policy --facts pressure.json --control balloon_target`,
    )
    .action((files: string[], { samples, facts, vm, control, compatibility }: ExplainOptions) => {
      finish(
        explainPolicy(files, { samplesFile: samples, factsFile: facts, vm, control, compatibility, print, complain }),
      )
    })
  return new Command('host-policy')
    .description('Check and try host policies, which are written in the language of MOM.')
    .addHelpText('after', '\nExample:\n  ovirt-scheduler host-policy eval balloon.policy --facts pressure.json')
    .addCommand(check)
    .addCommand(evaluate)
    .addCommand(replay)
    .addCommand(explain)
}
