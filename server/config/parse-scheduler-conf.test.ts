import { describe, expect, it } from 'vitest'
import { parseSchedulerConf } from './parse-scheduler-conf.ts'

const environment = { PYTHONPATH: '/opt/site:/opt/other', EMPTY: '' }
const parse = (content: string) => parseSchedulerConf({ name: 'scheduler.conf', content }, environment)
const valuesOf = (content: string) => {
  const { values, problems } = parse(content)
  expect(problems).toEqual([])
  return Object.fromEntries(Object.entries(values).map(([name, given]) => [name, given.value]))
}

describe('parseSchedulerConf', () => {
  const accepted: { why: string; content: string; values: Record<string, string> }[] = [
    { why: 'nothing', content: '', values: {} },
    {
      why: 'the feature page, all comments',
      content: '#listerning port=18781\n#ssl=true\n#plugins_path=$PYTHONPATH/ovirt_scheduler/plugins\n',
      values: {},
    },
    {
      why: 'the feature page, comment signs off',
      content: '      listerning port=18781\n      ssl=true\n      plugins_path=$PYTHONPATH/ovirt_scheduler/plugins\n',
      values: {
        'xmlrpc.port': '18781',
        'xmlrpc.requireTls': 'true',
        'units.directory': '/opt/site/ovirt_scheduler/plugins',
      },
    },
    {
      why: 'sections, blanks, CRLF, a BOM and comments behind values',
      content: '\uFEFF[scheduler]\r\n; old\r\n Port = 1 # the usual\r\n\r\nSSL=no\r\n',
      values: { 'xmlrpc.port': '1', 'xmlrpc.requireTls': 'no' },
    },
    { why: 'braces', content: `plugins_path=\${PYTHONPATH}/a`, values: { 'units.directory': '/opt/site/a' } },
    { why: 'a path with = and #', content: 'plugins_path=/a=b/c#d', values: { 'units.directory': '/a=b/c#d' } },
  ]
  for (const { why, content, values } of accepted) it(`reads ${why}`, () => expect(valuesOf(content)).toEqual(values))

  it('says where each value stands', () => {
    expect(parse('\n[a]\nport=x').values['xmlrpc.port']).toEqual({ value: 'x', place: 'scheduler.conf:3: port' })
  })

  const refused: { why: string; content: string; says: string }[] = [
    {
      why: 'a misspelt key',
      content: '\nprot=1',
      says: 'scheduler.conf:2: prot is not a known key; did you mean port?',
    },
    {
      why: 'a key of something else',
      content: 'log_level=1',
      says: 'scheduler.conf:1: log_level is not a known key; the keys are port, ssl, plugins_path',
    },
    { why: 'a key of JavaScript’s own', content: 'constructor=1', says: 'constructor is not a known key' },
    { why: 'no key', content: '=1', says: 'scheduler.conf:1: "=" is not a known key' },
    { why: 'no value', content: 'ssl', says: '"ssl" has no value; write key=value, or # before it' },
    { why: 'an empty value', content: 'ssl=', says: 'ssl has no value; write one, or # before it' },
    {
      why: 'a key given twice',
      content: 'port=1\nlistening_port=2',
      says: 'scheduler.conf:2: listening_port is already set in line 1; keep one of the two',
    },
    {
      why: 'a variable that is not set',
      content: 'plugins_path=$NOWHERE/plugins',
      says: 'plugins_path names $NOWHERE, which the environment does not hold; set it or write the directory out',
    },
    { why: 'a variable that is empty', content: 'plugins_path=$EMPTY/plugins', says: 'plugins_path names $EMPTY' },
    {
      why: 'a path from nowhere',
      content: 'plugins_path="/quoted"',
      says: 'plugins_path must be a whole path that begins with /, not "\\"/quoted\\""',
    },
  ]
  for (const { why, content, says } of refused) {
    it(`refuses ${why}`, () => {
      const { problems, values } = parse(content)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toContain(says)
      expect(problems[0]).toMatch(/^scheduler\.conf:\d+: /)
      expect(Object.keys(values).length).toBeLessThan(2)
    })
  }

  it('reports every problem at once', () => expect(parse('a=1\nb=2\nssl').problems).toHaveLength(3))
})
