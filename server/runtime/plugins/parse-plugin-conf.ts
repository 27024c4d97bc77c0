import { SaxesParser } from 'saxes'

/** What a plugin's own file says. What it does not say is absent, and then the plugin's code speaks. */
export type PluginConf = Readonly<{
  /** Name → regular expression, unchecked, in the order of the file. */
  customProperties?: ReadonlyMap<string, string>
  /**
   * One for each property, in the same order; there may be fewer. Where the file names no properties, their number is
   * not checked: they belong to those that the plugin's code names.
   */
  defaultValues?: readonly string[]
  /** Whether a filter that fails keeps its hosts, or drops them. */
  onFailure?: 'open' | 'closed'
  description?: string
  /** The `name` of the file. The unit's own name comes from its code, so this one only labels it. */
  label?: string
}>

export type PluginConfProblem = Readonly<{ line: number; problem: string }>

export type ParsedPluginConf = Readonly<
  { ok: true; conf: PluginConf } | { ok: false; problems: readonly PluginConfProblem[] }
>

type Field = 'customProperties' | 'defaultValues' | 'onFailure' | 'description' | 'label'
type Entry = Readonly<{ key: string; value: string; line: number }>
type Report = (line: number, problem: string) => void

/** Keys without case, `_`, `-` and blanks, so that CustomProperties and custom_properties are one. */
const fields: Readonly<Record<string, Field>> = {
  customproperties: 'customProperties',
  defaultvalues: 'defaultValues',
  onfailure: 'onFailure',
  description: 'description',
  name: 'label',
}
const KNOWN_KEYS = 'custom_properties, default_values, on_failure, description and name'

/**
 * Reads the `.conf` beside a plugin: `key=value` lines with `#` or `;` comments and section lines without meaning, or the
 * `<Properties>` document of the feature page. Properties are `name=regex;name=regex`; nothing can quote a `;`. Blanks at
 * both ends of a value do not belong to it. Every problem is returned with its line and its fix.
 */
export function parsePluginConf(text: string): ParsedPluginConf {
  const problems: PluginConfProblem[] = []
  const report: Report = (line, problem) => {
    problems.push({ line, problem })
  }
  const content = text.replace(/^\uFEFF/, '')
  const entries = /^\s*</.test(content) ? readDocument(content, report) : readLines(content, report)

  const found = new Map<Field, Entry>()
  for (const entry of entries) {
    const { key, line } = entry
    const plain = key.toLowerCase().replace(/[\s_-]/g, '')
    const field = Object.hasOwn(fields, plain) ? fields[plain] : undefined
    const earlier = field && found.get(field)
    if (field === undefined) report(line, `"${key}" is not a known key; the keys are ${KNOWN_KEYS}`)
    else if (earlier) report(line, `${key} is already set in line ${earlier.line}; keep one of the two`)
    else found.set(field, entry)
  }
  const conf = toConf(found, report)
  return problems.length === 0
    ? { ok: true, conf }
    : { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) }
}

function toConf(found: ReadonlyMap<Field, Entry>, report: Report): PluginConf {
  const properties = found.get('customProperties')
  const customProperties = properties && parseCustomProperties(properties, report)
  const defaults = found.get('defaultValues')
  const defaultValues = defaults && splitList(defaults.value)
  if (defaults && defaultValues && customProperties && defaultValues.length > customProperties.size) {
    const [many, few] = [defaultValues.length, customProperties.size]
    report(
      defaults.line,
      `${defaults.key} has ${many} values for ${few} custom properties; take the last ${many - few} away`,
    )
  }
  const failure = found.get('onFailure')
  const onFailure = failure && parseOnFailure(failure, report)
  const description = found.get('description')?.value
  const label = found.get('label')?.value
  return {
    ...(customProperties && { customProperties }),
    ...(defaultValues && { defaultValues }),
    ...(onFailure && { onFailure }),
    ...(description && { description }),
    ...(label && { label }),
  }
}

/** The engine drops a unit whose list breaks its grammar, so that what it would not take is named here. */
function parseCustomProperties({ value, line }: Entry, report: Report): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  for (const item of splitList(value)) {
    const equals = item.indexOf('=')
    const name = equals < 0 ? item : item.slice(0, equals)
    if (item === '') report(line, 'two ";" follow each other, or one stands first; take one away')
    else if (equals < 0) report(line, `the property "${item}" has no "="; write name=regex, and no ";" inside a regex`)
    else if (!/^[A-Za-z0-9_]+$/.test(name.trim())) {
      report(line, `the property name "${name}" is not made of A-Z, a-z, 0-9 and _ only; rename it, and use no quotes`)
    } else if (name !== name.trim()) {
      report(line, `write "${name.trim()}=" without a blank before or after the name`)
    } else if (properties.has(name)) report(line, `the property ${name} is named twice; keep one of the two`)
    properties.set(name, item.slice(equals + 1))
  }
  return properties
}

function parseOnFailure({ key, value, line }: Entry, report: Report): 'open' | 'closed' | undefined {
  const word = value.toLowerCase()
  if (word === 'open' || word === 'closed') return word
  report(line, `${key} must be open (a failing filter keeps its hosts) or closed (it drops them), not "${value}"`)
  return undefined
}

/** `a;b` and `a;b;` are two items, as the engine reads them. */
function splitList(value: string): string[] {
  const items = value.split(';')
  if (items.at(-1) === '') items.pop()
  return items
}

function readLines(content: string, report: Report): Entry[] {
  return content.split(/\r?\n/).flatMap((raw, index): Entry[] => {
    const text = raw.trim()
    const line = index + 1
    // No comments behind a value: `#` may belong to a regex.
    if (text === '' || /^[#;]/.test(text) || /^\[[^=]*\]$/.test(text)) return []
    const equals = text.indexOf('=')
    if (equals > 0) return [{ key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim(), line }]
    report(line, `"${text}" is no key=value; write one, or # before it`)
    return []
  })
}

function readDocument(content: string, report: Report): Entry[] {
  const entries: Entry[] = []
  const open: { key: string; value: string; line: number }[] = []
  const parser = new SaxesParser()
  const stop = (problem: string): never => {
    throw new ConfDocumentError(problem)
  }
  parser.on('error', error => stop(`is not well-formed XML: ${error.message.replace(/^[\d:]+ /, '')}`))
  parser.on('doctype', () => stop('a document type is not accepted; take <!DOCTYPE …> away'))
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name.toLowerCase() !== 'properties') stop(`the root must be <Properties>, not <${name}>`)
    if (open.length > 1) stop(`<${name}> must not stand inside <${open[1]?.key}>`)
    for (const attribute of Object.keys(attributes)) stop(`the attribute ${attribute} must be an element inside`)
    open.push({ key: name, value: '', line: parser.line })
  })
  const collect = (text: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.value += text
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', () => {
    const { key, value, line } = open.pop() ?? stop('an element ends that never began')
    if (open.length > 0) entries.push({ key, value: value.trim(), line })
    else if (value.trim() !== '') stop(`text stands between the elements: "${value.trim()}"; put it inside one`)
  })
  try {
    parser.write(content).close()
  } catch (error) {
    if (!(error instanceof ConfDocumentError)) throw error
    report(parser.line, error.message)
    return []
  }
  return entries
}

class ConfDocumentError extends Error {}
