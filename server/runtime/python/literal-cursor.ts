import { PythonLiteralError } from './python-literal-error.ts'

/** A place in the text of one literal, and how deep in brackets it is. The scans are loops: no text is too long for them. */
export type LiteralCursor = ReturnType<typeof openLiteral>

export function openLiteral(text: string, maxDepth: number) {
  let at = 0
  let depth = 0

  const cursor = {
    /** The next character, '' at the end. */
    peek: () => text[at] ?? '',
    place: () => at,
    move(count: number) {
      at += count
    },

    /** What a sticky pattern matches here, '' if nothing, and moves past it. */
    take(pattern: RegExp): string {
      pattern.lastIndex = at
      const found = pattern.exec(text)?.[0] ?? ''
      at += found.length
      return found
    },

    skip(character: string): boolean {
      if (text[at] !== character) return false
      at += 1
      return true
    },

    expect(character: string): void {
      if (!cursor.skip(character)) throw cursor.wrong(`lacks a ${character}`)
    },

    /** Moves to the text of a string's closing quotes and past them; returns what stands before. */
    takeUntilQuote(quote: string): string {
      const start = at
      for (; at < text.length; at++) {
        const character = text[at]
        if (character === '\\') at += 1
        else if (character === '\n' && quote.length === 1) break
        else if (character === quote[0] && text.startsWith(quote, at)) {
          at += quote.length
          return text.slice(start, at - quote.length)
        }
      }
      throw new PythonLiteralError('has a string without an end', start)
    },

    /** Within brackets, line ends and comments are space too. */
    skipGap(lines = depth > 0): void {
      for (; at < text.length; at++) {
        const character = text[at]
        if (character === ' ' || character === '\t' || character === '\f') continue
        if (character === '\\' && text[at + 1] === '\n' && at + 2 < text.length) at += 1
        else if (lines && character === '#') at = endOfLine() - 1
        else if (!lines || character !== '\n') return
      }
    },

    /** Lines of nothing but space and comments. The first other one must not be indented; a form feed undoes indentation. */
    skipBlankLines(): void {
      for (;;) {
        const start = at
        let column = 0
        for (; text[at] === ' ' || text[at] === '\t' || text[at] === '\f'; at++)
          column = text[at] === '\f' ? 0 : column + 1
        if (text[at] === '#') at = endOfLine()
        if (!cursor.skip('\n')) {
          if (column > 0 && at < text.length) throw new PythonLiteralError('is indented', start)
          return
        }
      }
    },

    inBrackets<T>(read: () => T): T {
      if (++depth > maxDepth) throw cursor.wrong('is nested too deep')
      at += 1
      cursor.skipGap()
      const value = read()
      depth -= 1
      return value
    },

    isInBrackets: () => depth > 0,
    isAtEnd: () => at >= text.length,
    wrong: (problem: string) => new PythonLiteralError(problem, at),
  }

  const endOfLine = () => {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end
  }

  return cursor
}
