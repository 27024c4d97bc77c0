import fc from 'fast-check'

/** Texts at the edges of what Python reads as a literal. */
export const oddPythonTexts = [
  ...[
    '  1',
    '\n1',
    '\n\n# c\n1',
    '1\n\n',
    '1\n 2',
    '1 # a\n# b',
    '1\n  # c\n',
    '1;',
    '\f1',
    ' \f1',
    '\n \f1',
    '\u00a01',
  ],
  ...['"a\nb"', '"a\\\nb"', "'''a\r\nb\rc'''", "'a''b'", "'a'\n'b'", "('a'\n'b')", 'f"a"', "ur'a'", "bR'a'", "Rb'\\n'"],
  ...['(1,)', '()', '(,)', '[,]', '[1,,2]', '{,}', '{1:2,}', '{1:2,3}', '{1,2:3}', '{**{}}', '1,', '1,2,', ',', '(1,2'],
  ...[
    '01',
    '00',
    '0_0',
    '0_',
    '1__0',
    '_1',
    '1_',
    '0x',
    '0xg',
    '0o8',
    '0b2',
    '1e',
    '1e+',
    '1.',
    '.5',
    '.',
    '1._5',
    '01.5',
  ],
  ...['1e5', '01e5', '0_1.5', '1_0.5e1_0', '1e400', '-1', '+1', '- 1', '-(1)', '(-1)', '-(-1)', '-True', '-None', '~1'],
  ...[
    '1if',
    '0x1for',
    '1a',
    '1 .real',
    'True.x',
    'true',
    'none',
    'set(1)',
    'set ( )',
    '[set()]',
    '{set()}',
    'frozenset()',
  ],
  ...["'\\400'", "b'\\400'", "'\\8'", "'\\N{DASH'", "'\\u12'", "'\\U00110000'", "b'é'", "b'\\é'", "'\\ud800'", "'é'"],
  ...[
    "{'a': [1]}",
    '{(1, [2])}',
    '{(1, 2): 3}',
    '{{}: 1}',
    '{10**2}',
    '{1e20, 100000000000000000000}',
    '{0, -0.0, False}',
  ],
  ...['[1 2]', '[1]]', '(1', "'a' 1", '\\\n1', '1 \\\n', '[1,\\\n2]', '-\\\n1', '0', '-0', '-0.0', '[1\f,2]', '[1\v]'],
  ...['9007199254740993', '9007199254740992', '-9007199254740991', '0xffffffffffffffffffff', '1'.repeat(400)],
]

const { tree: pythonValue } = fc.letrec<{ tree: string; leaf: string; pairs: string }>(tie => ({
  leaf: fc.oneof(
    fc.constantFrom(
      'None',
      'True',
      'False',
      '()',
      '[]',
      '{}',
      '0x1F',
      '1_000',
      '-5',
      '+3.25',
      '1e22',
      '.5e-3',
      "b'a\\0'",
    ),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => String(value)),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map(text => JSON.stringify(text)),
    fc.string({ maxLength: 6 }).map(text => `'${text}'`),
    fc.string({ maxLength: 6 }).map(text => `r"""${text}"""`),
  ),
  pairs: fc.tuple(tie('tree'), tie('tree')).map(([key, value]) => `${key} : ${value}`),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 4 }).map(items => `[${items.join(', ')}]`),
    fc.array(tie('tree'), { maxLength: 4 }).map(items => `(${items.join(' ,\n')})`),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map(items => `{${items.join(',')},}`),
    fc.array(tie('pairs'), { maxLength: 3 }).map(items => `{${items.join(',')}}`),
  ),
}))

/** Mostly well-formed texts, with the breaks that a print in the middle would make. */
export const pythonText = fc.oneof(
  { arbitrary: pythonValue, weight: 4 },
  {
    arbitrary: fc
      .tuple(pythonValue, fc.nat(), fc.constantFrom('', ' ', '\n', ',', '(', ']', "'", '#', '\\', '-', '1'))
      .map(([text, place, inserted]) => {
        const at = place % (text.length + 1)
        return `${text.slice(0, at)}${inserted}${text.slice(at + 1)}`
      }),
    weight: 2,
  },
)
