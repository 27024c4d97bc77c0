import { describe, expect, it } from 'vitest'
import { type PluginConf, parsePluginConf } from './parse-plugin-conf.ts'

const ADDRESS = String.raw`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`
const properties = (entries: Record<string, string>) => new Map(Object.entries(entries))

describe('parsePluginConf', () => {
  const accepted: { why: string; text: string; conf: PluginConf }[] = [
    { why: 'an empty file', text: '', conf: {} },
    { why: 'comments, sections and blank lines', text: '\uFEFF# a\r\n; b\r\n[plugin]\r\n\r\n', conf: {} },
    {
      why: 'the sample of the feature page',
      text: `name=Heat\ncustom_properties=server_ip=${ADDRESS};threshold={0-99}\ndefault_values=127.0.0.1;70\n`,
      conf: {
        label: 'Heat',
        customProperties: properties({ server_ip: ADDRESS, threshold: '{0-99}' }),
        defaultValues: ['127.0.0.1', '70'],
      },
    },
    {
      why: 'the page’s XML form',
      text: `<?xml version="1.0"?>
        <!-- heat -->
        <Properties>
          <name>Heat</name>
          <CustomProperties>server_ip=${ADDRESS};threshold={0-99}</CustomProperties>
          <default_values>127.0.0.1;70</default_values>
        </Properties>`,
      conf: {
        label: 'Heat',
        customProperties: properties({ server_ip: ADDRESS, threshold: '{0-99}' }),
        defaultValues: ['127.0.0.1', '70'],
      },
    },
    {
      why: 'XML escapes and CDATA',
      text: '<properties><CustomProperties>a=[&lt;&amp;]</CustomProperties><default-values><![CDATA[<]]></default-values></properties>',
      conf: { customProperties: properties({ a: '[<&]' }), defaultValues: ['<'] },
    },
    { why: 'an empty XML form', text: '<Properties/>', conf: {} },
    ...['CustomProperties', 'CUSTOM_PROPERTIES', 'custom_properties', 'customproperties', 'Custom Properties'].map(
      key => ({ why: `the key ${key}`, text: `${key} = a=1`, conf: { customProperties: properties({ a: '1' }) } }),
    ),
    { why: 'on_failure=open', text: 'on_failure=open', conf: { onFailure: 'open' } },
    { why: 'OnFailure = Closed', text: 'OnFailure = Closed', conf: { onFailure: 'closed' } },
    { why: 'a description with =', text: 'Description = cpu = good', conf: { description: 'cpu = good' } },
    {
      why: 'what the engine’s grammar takes',
      text: 'custom_properties=a==1;b=;c= [0-9] # x;d=é;constructor=1;',
      conf: { customProperties: properties({ a: '=1', b: '', c: ' [0-9] # x', d: 'é', constructor: '1' }) },
    },
    {
      why: 'fewer defaults, and empty ones',
      text: 'custom_properties=a=1;b=2;c=3\ndefault_values=;x',
      conf: { customProperties: properties({ a: '1', b: '2', c: '3' }), defaultValues: ['', 'x'] },
    },
    {
      why: 'no properties and no defaults',
      text: 'custom_properties=\ndefault_values=',
      conf: { customProperties: properties({}), defaultValues: [] },
    },
    {
      why: 'defaults of properties that the code names',
      text: 'default_values=1;2;3;',
      conf: { defaultValues: ['1', '2', '3'] },
    },
  ]
  for (const { why, text, conf } of accepted) {
    it(`reads ${why}`, () => expect(parsePluginConf(text)).toEqual({ ok: true, conf }))
  }

  it('keeps the order of the properties', () => {
    const parsed = parsePluginConf('custom_properties=z=1;a=2;m=3')
    expect(parsed.ok && [...(parsed.conf.customProperties?.keys() ?? [])]).toEqual(['z', 'a', 'm'])
  })

  const refused: { why: string; text: string; line: number; says: string }[] = [
    {
      why: 'an unknown key',
      text: '\ncolour=red',
      line: 2,
      says: '"colour" is not a known key; the keys are custom_properties, default_values, on_failure, description and name',
    },
    { why: 'a key of JavaScript’s own', text: 'constructor=1', line: 1, says: '"constructor" is not a known key' },
    {
      why: 'a line without =',
      text: 'name=a\nhello',
      line: 2,
      says: '"hello" is no key=value; write one, or # before it',
    },
    { why: 'a line without key', text: '=1', line: 1, says: '"=1" is no key=value' },
    {
      why: 'a key given twice',
      text: 'DefaultValues=1\n\ndefault_values=2',
      line: 3,
      says: 'default_values is already set in line 1; keep one of the two',
    },
    {
      why: 'more defaults than properties',
      text: 'default_values=1;2;3\ncustom_properties=a=1',
      line: 1,
      says: 'default_values has 3 values for 1 custom properties; take the last 2 away',
    },
    {
      why: 'a property without =',
      text: 'custom_properties=a=1;b',
      line: 1,
      says: 'the property "b" has no "="; write name=regex, and no ";" inside a regex',
    },
    {
      why: 'a blank before a name',
      text: 'custom_properties=a=1; b=2',
      line: 1,
      says: 'write "b=" without a blank before or after the name',
    },
    { why: 'a blank after a name', text: 'custom_properties=a =1', line: 1, says: 'write "a=" without a blank' },
    ...['a-b', 'é', '"a', '{ cpu ', ''].map(name => ({
      why: `the property name "${name}"`,
      text: `custom_properties=${name}=1`,
      line: 1,
      says: `the property name "${name}" is not made of A-Z, a-z, 0-9 and _ only`,
    })),
    { why: 'two separators', text: 'custom_properties=a=1;;b=2', line: 1, says: 'two ";" follow each other' },
    {
      why: 'a separator alone',
      text: 'custom_properties=;',
      line: 1,
      says: 'two ";" follow each other, or one stands',
    },
    {
      why: 'a property named twice',
      text: 'custom_properties=a=1;a=2',
      line: 1,
      says: 'the property a is named twice; keep one of the two',
    },
    {
      why: 'on_failure=maybe',
      text: 'on_failure=maybe',
      line: 1,
      says: 'on_failure must be open (a failing filter keeps its hosts) or closed (it drops them), not "maybe"',
    },
    {
      why: 'a document type',
      text: '<!DOCTYPE x [<!ENTITY a "b">]>\n<Properties/>',
      line: 1,
      says: 'a document type is not accepted',
    },
    {
      why: 'an entity of its own',
      text: '<Properties><name>&a;</name></Properties>',
      line: 1,
      says: 'not well-formed XML',
    },
    { why: 'XML that ends early', text: '<Properties>\n<name>a</name>\n', line: 3, says: 'not well-formed XML' },
    { why: 'another root', text: '<Filter/>', line: 1, says: 'the root must be <Properties>, not <Filter>' },
    {
      why: 'an unknown element',
      text: '<Properties>\n  <Colour>red</Colour>\n</Properties>',
      line: 2,
      says: '"Colour" is not a known key',
    },
    {
      why: 'an element given twice',
      text: '<Properties>\n<name>a</name>\n<Name>b</Name></Properties>',
      line: 3,
      says: 'Name is already set in line 2',
    },
    {
      why: 'an element inside a value',
      text: '<Properties>\n<name>a<b/></name></Properties>',
      line: 2,
      says: '<b> must not stand inside <name>',
    },
    {
      why: 'an attribute',
      text: '<Properties name="Heat"/>',
      line: 1,
      says: 'the attribute name must be an element inside',
    },
    { why: 'loose text', text: '<Properties>\nHeat\n</Properties>', line: 3, says: 'text stands between the elements' },
  ]
  for (const { why, text, line, says } of refused) {
    it(`refuses ${why}`, () => {
      const parsed = parsePluginConf(text)
      expect(parsed).toEqual({ ok: false, problems: [{ line, problem: expect.stringContaining(says) }] })
    })
  }

  it('reports every problem, in the order of the lines', () => {
    const parsed = parsePluginConf('custom_properties=a-b=1;c;a-b=2\nhello\non_failure=maybe\ncolour=red')
    expect(!parsed.ok && parsed.problems.map(({ line }) => line)).toEqual([1, 1, 1, 2, 3, 4])
  })
})
