import fc from 'fast-check'

type TextEdit = Readonly<{ at: number; length: number; how: 'insert' | 'replace' | 'cut' | 'repeat'; snippet: string }>

/** A text with pieces put in, replaced, repeated or cut off. `snippets` are what hurts a reader of this kind of text. */
export const editedText = (
  text: fc.Arbitrary<string>,
  snippets: fc.Arbitrary<string>,
  most = 4,
): fc.Arbitrary<string> => {
  const edit: fc.Arbitrary<TextEdit> = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(30),
    how: fc.constantFrom('insert', 'insert', 'replace', 'replace', 'repeat', 'cut'),
    snippet: snippets,
  })
  return fc
    .tuple(text, fc.array(edit, { minLength: 1, maxLength: most }))
    .map(([sound, edits]) => edits.reduce(withEdit, sound))
}

function withEdit(text: string, { at, length, how, snippet }: TextEdit): string {
  const index = Math.floor(at * text.length)
  const [before, piece, after] = [text.slice(0, index), text.slice(index, index + length), text.slice(index + length)]
  switch (how) {
    case 'insert':
      return before + snippet + piece + after
    case 'replace':
      return before + snippet + after
    case 'repeat':
      return before + piece.repeat(3) + after
    case 'cut':
      return before
  }
}
