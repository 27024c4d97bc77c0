/** One policy file: its name is for messages only. */
export type PolicyFile = Readonly<{ name: string; text: string }>

/** Offsets into the joined text, in UTF-16 units, end excluded. */
export type Span = Readonly<{ start: number; end: number }>

/** Where a span begins: lines and columns count from 1, columns in characters. */
export type Place = Readonly<{ file: string; line: number; column: number; lineText: string }>

/** Several files as the one program that they are: joined by one newline each, in the order given. */
export type Source = Readonly<{ text: string; files: readonly PolicyFile[] }>

export function joinFiles(files: readonly PolicyFile[]): Source {
  return { text: files.map(file => file.text).join('\n'), files }
}

export function placeOf(source: Source, { start }: Span): Place {
  let offset = start
  let file: PolicyFile = source.files[0] ?? { name: '', text: '' }
  for (const candidate of source.files) {
    file = candidate
    if (offset <= candidate.text.length) break
    offset -= candidate.text.length + 1
  }
  offset = Math.min(offset, file.text.length)
  const before = file.text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  const lineEnd = file.text.indexOf('\n', offset)
  return {
    file: file.name,
    line: before.split('\n').length,
    column: [...before.slice(lineStart)].length + 1,
    lineText: file.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, ''),
  }
}

const SHOWN_COLUMNS = 100

/** The line of a place with a caret below it; long lines are cut around the caret. */
export function caretLines({ column, lineText }: Place): string {
  const characters = [...lineText.replaceAll('\t', ' ')]
  const from = Math.max(0, column - 1 - SHOWN_COLUMNS / 2)
  return `${characters.slice(from, from + SHOWN_COLUMNS).join('')}\n${' '.repeat(column - 1 - from)}^`
}
