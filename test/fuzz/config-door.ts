/** Everything that an operator writes: config.yaml, environment, flags, scheduler.conf, mom.conf, a plugin's .conf. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { parseAutomationRules } from '../../server/apply/automation/automation-rules.ts'
import { readTuningRules } from '../../server/cli/read-tuning-rules.ts'
import { readAutomationRules } from '../../server/cli/start-automation.ts'
import { readClusterSchedulers } from '../../server/cli/start-schedulers.ts'
import { ConfigError } from '../../server/config/config-error.ts'
import { describeConfig } from '../../server/config/describe-config.ts'
import { type ConfigSources, loadConfig } from '../../server/config/load-config.ts'
import { parseMomConf } from '../../server/config/mom-conf.ts'
import { readConfigFile } from '../../server/config/read-config-file.ts'
import { type Config, environmentName, settingNames, settings } from '../../server/config/settings.ts'
import { PluginError } from '../../server/runtime/plugins/loaded-plugin.ts'
import { parseGrants } from '../../server/runtime/plugins/parse-grants.ts'
import { parsePluginConf } from '../../server/runtime/plugins/parse-plugin-conf.ts'
import { type Door, knocksOf } from './door.ts'
import { editedText } from './edited-text.ts'
import { anyText, strangeValue } from './strange-values.ts'

/** Stands in the file as the password, or a part of it; nobody may be told of it. */
const SECRET = 'Tr0ub4dor'
const LONGEST_MESSAGE = 2_000

type Written = Readonly<{
  yaml: string
  environment: Readonly<Record<string, string>>
  flags: ConfigSources['flags']
  schedulerConf: string
  momConf: string
  pluginConf: string
  entries: readonly string[]
}>

const settingName = fc.constantFrom(...settingNames)
const plausible = fc.oneof(
  fc.constantFrom<unknown>(7, '7', true, 'off', 'yes', '*=off', 'Prod=dry-run', ['Prod=automatic', '*=observe'], []),
  fc.constantFrom<unknown>('Prod=0 22 * * 1-5 for 6h in Europe/Berlin', '*=balance', 'Prod=default/P?a=1', '/tmp/x'),
  fc.constantFrom<unknown>('https://e.example/ovirt-engine', '10.0.0.0/8', '::1', 'Prod=vdsm', '*=libvirt+tls', '0-3'),
)
/** A setting with its default, which is always good, or with something else. */
const settingGiven = settingName.chain(name =>
  fc.tuple(
    fc.constant(name),
    fc.oneof({ weight: 8, arbitrary: fc.constant<unknown>(settings[name].default) }, plausible, strangeValue),
  ),
)

const commonSections = fc.array(settingGiven, { maxLength: 6 }).map(pairs => {
  const content: Record<string, Record<string, unknown>> = { engine: { password: SECRET } }
  for (const [name, value] of pairs) {
    const [section = '', key = ''] = name.split('.')
    content[section] = { ...content[section], [key]: name === 'engine.password' ? SECRET : value }
  }
  return content
})
const engineName = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b', 'site-3') }, anyText)
const engines = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(engineName, commonSections, { maxKeys: 3 }) },
  strangeValue,
)
const sections = fc.oneof(
  { weight: 2, arbitrary: commonSections },
  fc.tuple(commonSections, engines).map(([content, engines]) => ({ ...content, engines })),
)
// JSON is YAML too, and the only way to write down what is nested deeper than the writer of YAML likes.
const soundYaml = fc.tuple(sections, fc.boolean()).map(([content, isBlock]) => {
  const json = JSON.stringify(content)
  return isBlock && json.length < 5_000 ? stringify(content) : json
})
const yamlPieces = fc.oneof(
  fc.constantFrom(
    '&a [*a]',
    '*a',
    '&a',
    '!!binary',
    '!x',
    '? ',
    '- ',
    ': ',
    '|',
    '>',
    '{',
    '[',
    '"',
    "'",
    '\t',
    '@',
    '`',
  ),
  fc.constantFrom('<<: ', '---\n', '...\n', '%YAML 9\n', '\0', '\ufeff', '#', '\n  ', '!!js/function x', '2001-01-01'),
  fc.constantFrom('__proto__:\n  a: 1\n', 'constructor: x\n', `${'['.repeat(3_000)}`, `${'- '.repeat(3_000)}`, '0o17'),
  fc.constantFrom(bomb(), `engine: &e {password: ${SECRET}, url: *e}\n`, `engine:\n  password: @${SECRET}\n`),
  fc.constantFrom(`engine:\n  password: *${SECRET}\n`, `engine:\n  password: "${SECRET}\n`, `${SECRET}`),
  fc.constantFrom(`engine:\n  password: %${SECRET}\n`, `engine:\n  password: !${SECRET} x\n`, `"\\${SECRET}"`),
  anyText,
)

/** Nine times nine times nine … of the same. */
function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(',')}]\n`)
  return `a0: &a0 [x]\n${lines.join('')}`
}

const iniPieces = fc.oneof(
  fc.constantFrom(
    '[',
    ']',
    '=',
    ':',
    '#',
    ';',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '\t',
    '%(x)s',
    '$HOME',
    '\0',
    '\ufeff',
    '[main]',
  ),
  fc.constantFrom('constructor', '__proto__', '[__proto__]\n', '[Collector: x]\n', '[Collector: __proto__]\n'),
  fc.constantFrom(
    'x'.repeat(20_000),
    '[\n'.repeat(5_000),
    'a=b\n'.repeat(5_000),
    ' '.repeat(20_000),
    '='.repeat(5_000),
  ),
  anyText,
)
const momConf = `[main]
main-loop-interval: 5
controllers: Balloon, KSM
policy-dir: /etc/vdsm/mom.d
guest-manager-multi-thread: 1
rpc-port: -1
[logging]
log: stdio
verbosity: info
[host]
collectors: HostMemory, HostKSM
[Collector: GuestQemuProc]
a: b
`
const schedulerConf = 'port=18781\nssl=false\nplugins_path=$PYTHONPATH/plugins\n'
const pluginConf = 'custom_properties=a=^[0-9]{1,3}$;b=.*\ndefault_values=1;x\non_failure=open\ndescription=d\nname=n\n'
const pluginDocument =
  '<Properties><customProperties>a=^[0-9]+$</customProperties><defaultValues>1</defaultValues></Properties>'
const xmlPieces = fc.oneof(fc.constantFrom('<', '>', '</a>', '<!DOCTYPE a>', '&a;', '&#0;', '<![CDATA['), iniPieces)

const edited = (text: string, pieces = iniPieces) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, editedText(fc.constant(text), pieces))

const pairs = fc.array(settingGiven, { maxLength: 3 })

const written: fc.Arbitrary<Written> = fc.record({
  yaml: fc.oneof({ weight: 3, arbitrary: soundYaml }, editedText(soundYaml, yamlPieces), yamlPieces),
  environment: fc
    .oneof(
      {
        weight: 3,
        arbitrary: pairs.map(each =>
          each.map(([name, value]) => [
            environmentName(name),
            Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.array(
          fc.tuple(
            anyText.map(text => `OVIRT_SCHEDULER_${text}`),
            anyText,
          ),
          { maxLength: 2 },
        ),
      },
    )
    .map(each => Object.fromEntries(each)),
  flags: pairs.map(each => Object.fromEntries(each) as ConfigSources['flags']),
  schedulerConf: edited(schedulerConf),
  momConf: edited(momConf),
  pluginConf: fc.oneof(edited(pluginConf), edited(pluginDocument, xmlPieces)),
  entries: fc.array(fc.oneof(plausible.map(String), editedText(plausible.map(String), iniPieces), anyText), {
    maxLength: 4,
  }),
})

export function configDoor(): Door {
  const directory = mkdtempSync(join(tmpdir(), 'fuzzed-config-'))
  const file = join(directory, 'config.yaml')
  return {
    knocks: knocksOf(written, input => {
      readOthers(input)
      writeFileSync(file, input.yaml)
      return readSettings(file, input)
    }),
    close: () => rmSync(directory, { recursive: true }),
  }
}

/** Settings of the right kind, or problems that say where and what. */
function readSettings(file: string, { environment, flags, schedulerConf: content }: Written): string {
  try {
    const conf = { name: 'scheduler.conf', content }
    const loaded = loadConfig({ file: readConfigFile(file), environment, flags, schedulerConf: conf })
    if (describeConfig(loaded).includes(SECRET)) throw new Error('the description tells the password')
    for (const { config } of [loaded, ...(loaded.engines ?? [])]) judgeConfig(config)
    return loaded.engines === undefined ? 'read' : 'read for several'
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    judgeProblems(error.problems)
    return 'refused'
  }
}

function judgeConfig(config: Config): void {
  for (const name of settingNames) {
    const [wanted, is] = [settings[name].default, config[name]] as [unknown, unknown]
    if (typeof wanted !== typeof is || Array.isArray(wanted) !== Array.isArray(is))
      throw new Error(`${name} became ${String(is)}`)
  }
  readAutomationRules(config)
  readTuningRules(config)
  readClusterSchedulers(config)
}

function readOthers({ momConf, pluginConf, entries }: Written): void {
  const mom = parseMomConf({ name: 'mom.conf', content: momConf }).problems.map(({ message }) => message)
  const lists = { modes: entries, windows: entries, objectives: entries }
  const rules = parseAutomationRules({ ...lists, level: 3, budget: { hour: 1, day: 2 } }).problems
  judgeProblems(new ConfigError([...mom, ...rules, ...parseGrants(entries).problems]).problems)
  const parsed = parsePluginConf(pluginConf)
  if (!parsed.ok) judgeProblems(new PluginError(parsed.problems.map(({ problem }) => problem)).problems)
}

function judgeProblems(problems: readonly string[]): void {
  for (const problem of problems) {
    if (problem.trim() === '') throw new Error('a problem without words')
    // A key is told, or nobody could find it; whoever makes one of the password has told it already.
    if (problem.includes(SECRET) && !/ is not a known (section|setting|key)/.test(problem))
      throw new Error(`a problem tells the password: ${problem.slice(0, 300)}`)
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(problem)) throw new Error(`a problem of several lines: ${JSON.stringify(problem)}`)
    if (problem.length > LONGEST_MESSAGE)
      throw new Error(`a problem of ${problem.length} characters: ${problem.slice(0, 200)}`)
  }
}
