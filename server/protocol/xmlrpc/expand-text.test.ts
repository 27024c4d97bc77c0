import { describe, expect, it } from 'vitest'
import { expandText } from './expand-text.ts'

describe('expandText', () => {
  const texts = [
    { why: 'plain text as it is', raw: 'a > b\t"c"\n', text: 'a > b\t"c"\n' },
    { why: 'nothing', raw: '', text: '' },
    { why: 'every end of line as a line feed', raw: 'a\r\nb\rc\nd\r\r\n\n\r', text: 'a\nb\nc\nd\n\n\n\n' },
    { why: 'a carriage return that is meant', raw: '&#13;\r\n&#xd;&#10;', text: '\r\n\r\n' },
    { why: 'the predefined entities', raw: '&lt;&amp;&gt;&quot;&apos;', text: '<&>"\'' },
    { why: 'what an entity hides, once only', raw: '&amp;lt;&amp;#65;&#38;amp;', text: '&lt;&#65;&amp;' },
    { why: 'references in both bases', raw: 'x&#233;y&#xe9;&#xE9;z', text: 'xéyééz' },
    { why: 'references beyond 16 bits', raw: '&#128512;&#x1F600;&#x10FFFF;', text: '😀😀\u{10FFFF}' },
    { why: 'leading zeros', raw: '&#0065;&#x0041;', text: 'AA' },
    { why: 'the smallest characters', raw: '&#9;&#10;&#13;&#32;', text: '\t\n\r ' },
    {
      why: 'the edges of what is left out',
      raw: '&#xD7FF;&#xE000;&#xFFFD;&#x10000;',
      text: '\ud7ff\ue000\ufffd\u{10000}',
    },
    { why: 'the end of a section, escaped', raw: ']]&gt;', text: ']]>' },
  ]
  for (const { why, raw, text } of texts) it(`reads ${why}`, () => expect(expandText(raw)).toBe(text))

  const unsure = [
    ...['&', 'a & b', '&;', '&amp', '&amp ;', '& amp;', '&nbsp;', '&AMP;', '&toString;', '&__proto__;', '&amp&lt;'],
    ...['&#;', '&#x;', '&#X41;', '&# 65;', '&#+65;', '&#-1;', '&#6 5;', '&#1e2;', '&#xg;', '&#65', '&#x\r\n41;'],
    ...['&#0;', '&#x0;', '&#8;', '&#11;', '&#12;', '&#14;', '&#31;', '&#x1F;', '&#xD800;', '&#xDFFF;', '&#xFFFE;'],
    ...['&#xFFFF;', '&#55357;&#56832;', '&#x110000;', '&#1114112;', '&#99999999999999999999;', '&#x100000041;'],
  ]
  for (const raw of unsure) {
    it(`does not read ${JSON.stringify(raw)}`, () => expect(expandText(`before ${raw} after &lt;`)).toBeUndefined())
  }
})
