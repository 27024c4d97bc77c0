/**
 * Policy text to tokens, as MOM's scanner divides it (behaviour: oVirt MOM, mom/Policy/Parser.py and spark.py). At each
 * place the first kind that fits wins, not the longest. Every pattern is tried at one offset and none can backtrack over
 * more than it read, so the time is linear in the text.
 */
import { LanguageError } from './language-error.ts'
import { defaultLimits } from './limits.ts'
import type { Source, Span } from './source.ts'

export type Compatibility = 'safe' | 'strict'

export type TokenKind = 'bracket' | 'integer' | 'float' | 'hex' | 'octal' | 'string' | 'symbol' | 'operator'

/**
 * `momLine` is the line that MOM would tell: it counts neither the newline that ends a comment nor those inside texts, and
 * counts through all files.
 */
export type Token = Readonly<{ kind: TokenKind; text: string; span: Span; momLine: number }>

// Python's idea of white space has the four separators and NEL, and not the byte order mark.
const WHITE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'

const kinds: readonly (readonly [TokenKind | 'comment' | 'white', RegExp])[] = [
  ['bracket', /[(){}[\]]/y],
  ['float', /-?[0-9]*\.[0-9]+(?:[Ee][+-]?[0-9]+)?/y],
  ['hex', /0[Xx][0-9A-Fa-f]+/y],
  ['integer', /-?(?:0(?![0-9oXxeE])|[1-9][0-9]*(?![0-9eE]))/y],
  ['float', /-?(?:0|[1-9][0-9]*)[Ee][+-]?[0-9]+/y],
  ['octal', /0o[0-9]+/y],
  ['comment', /#[^\n]*\n/y],
  ['string', /'[^'\\]*(?:\\[^\n][^'\\]*)*'/y],
  ['string', /"[^"\\]*(?:\\[^\n][^"\\]*)*"/y],
  ['symbol', /[A-Za-z_][A-Za-z0-9_.-]*/y],
  ['operator', /<=|>=|<<|>>|==|!=|[+\-*/<>]/y],
  ['white', new RegExp(WHITE, 'y')],
]

/**
 * In `strict` whatever begins no token ends the program there without a word, as in MOM; in `safe` it is an error.
 * @throws LanguageError `lexical`, `limit`
 */
export function scan(source: Source, compatibility: Compatibility = 'safe', limits = defaultLimits): Token[] {
  const { text } = source
  if (text.length > limits.textLength)
    throw new LanguageError('limit', `the policy is longer than ${limits.textLength} characters`)
  const tokens: Token[] = []
  let offset = 0
  let momLine = 1
  while (offset < text.length) {
    const found = tokenAt(text, offset)
    if (found === undefined) {
      if (compatibility === 'strict') return tokens
      if (isCommentWithoutNewline(text, offset)) return tokens
      throw lexicalError(text, offset)
    }
    const { kind, end } = found
    const piece = text.slice(offset, end)
    if (kind === 'white') momLine += piece.split('\n').length - 1
    else if (kind !== 'comment') {
      if (isNumber(kind) && piece.length > limits.literalLength)
        throw new LanguageError('limit', `a number of more than ${limits.literalLength} digits`, {
          span: { start: offset, end },
        })
      tokens.push({ kind, text: piece, span: { start: offset, end }, momLine })
    }
    offset = end
  }
  return tokens
}

export const isNumber = (kind: string): boolean =>
  kind === 'integer' || kind === 'float' || kind === 'hex' || kind === 'octal'

function tokenAt(text: string, offset: number) {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = offset
    if (pattern.test(text)) return { kind, end: pattern.lastIndex }
  }
  return undefined
}

const isCommentWithoutNewline = (text: string, offset: number) => text[offset] === '#'

function lexicalError(text: string, offset: number): LanguageError {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0)
  const span = { start: offset, end: offset + character.length }
  if (character === '"' || character === "'")
    return new LanguageError('lexical', `a text that begins with ${character} and never ends`, {
      span,
      suggestion: `close it with ${character}; a backslash may not stand before the end of a line`,
    })
  if (/[0-9]/.test(character)) {
    const word = /[0-9A-Za-z.]{1,40}/y
    word.lastIndex = offset
    return new LanguageError('lexical', `"${word.exec(text)?.[0]}" is no number`, {
      span,
      suggestion: 'write 10, 0x1f, 0o17, 0.5 or 1e3',
    })
  }
  const instead: Record<string, string> = { '=': '==', '!': '!= or (not …)', ';': '# for a comment' }
  const suggestion = instead[character]
  return new LanguageError('lexical', `${JSON.stringify(character)} has no meaning here`, {
    span,
    suggestion: suggestion === undefined ? undefined : `did you mean ${suggestion}?`,
  })
}
