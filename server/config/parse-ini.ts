export type IniEntry = Readonly<{ section: string; key: string; value: string; line: number }>
export type IniSection = Readonly<{ name: string; line: number }>
export type IniProblem = Readonly<{ line: number; section: string | undefined; message: string; fix: string }>
export type Ini = Readonly<{
  sections: readonly IniSection[]
  entries: readonly IniEntry[]
  problems: readonly IniProblem[]
}>

/**
 * Sections of `key: value` or `key = value`, as Python's configparser divides them, without putting values into each other. Keys are
 * in small letters. A line that is indented more than its key goes on with the value; `#` and `;` make a comment at the beginning of
 * a line only. What that parser refuses is a problem, and the first of two values stays.
 */
export function parseIni(text: string): Ini {
  const sections: IniSection[] = []
  const entries: IniEntry[] = []
  const problems: IniProblem[] = []
  /** Lines of sections, and of keys by section: a search in the lists would take time by the square of a long file. */
  const sectionLines = new Map<string, number>()
  const keyLines = new Map<string, Map<string, number>>()
  let section: string | undefined
  let open: { entry: IniEntry; lines: string[]; indent: number; isKept: boolean } | undefined

  const finish = () => {
    if (open?.isKept) entries.push({ ...open.entry, value: open.lines.join('\n').trimEnd() })
    open = undefined
  }
  const complain = (line: number, message: string, fix: string) => problems.push({ line, section, message, fix })

  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = index + 1
    const content = raw.trim()
    if (/^[#;]/.test(content)) continue
    if (content === '') {
      open?.lines.push('')
      continue
    }
    const indent = raw.length - raw.trimStart().length
    if (open !== undefined && indent > open.indent) {
      open.lines.push(content)
      continue
    }
    finish()
    const header = /^\[(.+)\]/.exec(content)?.[1]
    if (header !== undefined) {
      section = header
      const earlier = sectionLines.get(header)
      if (earlier === undefined) {
        sections.push({ name: header, line })
        sectionLines.set(header, line)
        keyLines.set(header, new Map())
      } else complain(line, `[${header}] is already there in line ${earlier}`, 'put both parts into one section')
      continue
    }
    const separator = content.search(/[=:]/)
    const key = content.slice(0, Math.max(0, separator)).trim().toLowerCase()
    const value = content.slice(separator + 1).trim()
    if (key === '') {
      complain(line, `"${content.slice(0, 60)}" is no "key: value"`, 'write one, or # before the line')
      continue
    }
    if (section === undefined) {
      complain(line, `${key} stands before the first section`, 'put a line like [main] before it')
      continue
    }
    const known = keyLines.get(section)
    const earlier = known?.get(key)
    if (earlier === undefined) known?.set(key, line)
    else complain(line, `${key} is already set in line ${earlier}`, 'keep one of the two lines')
    open = { entry: { section, key, value, line }, lines: [value], indent, isKept: earlier === undefined }
  }
  finish()
  return { sections, entries, problems }
}
