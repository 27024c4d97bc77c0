import { describe, expect, it } from 'vitest'
import { judgeAudit } from './audit-problems.ts'

const url = 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc'
const nowMs = Date.UTC(2026, 0, 15)
const excuse = (until: string) => [{ url, reason: 'only used by tests', until }]
const reportOf = (severity: string) =>
  JSON.stringify({
    vulnerabilities: {
      one: { via: [{ title: 'Reads too much', url, severity, range: '<1.2.3' }] },
      // What brings it in is told by name only.
      two: { via: ['one'] },
    },
  })

describe('judgeAudit', () => {
  const cases = [
    { why: 'nothing when there is nothing', json: '{"vulnerabilities":{}}', exceptions: [], problems: [] },
    {
      why: 'an advisory once, with package, range and page',
      json: reportOf('high'),
      exceptions: [],
      problems: [`one <1.2.3: Reads too much (high) ${url}`],
    },
    { why: 'no slight advisory', json: reportOf('low'), exceptions: [], problems: [] },
    { why: 'nothing that is excused', json: reportOf('high'), exceptions: excuse('2026-01-16'), problems: [] },
    {
      why: 'what was excused until today',
      json: reportOf('high'),
      exceptions: excuse('2026-01-15'),
      problems: [expect.stringContaining('Reads too much'), expect.stringContaining('look at it again')],
    },
    {
      why: 'an excuse without a day',
      json: reportOf('high'),
      exceptions: excuse('some day'),
      problems: [expect.stringContaining('Reads too much'), expect.stringContaining('look at it again')],
    },
    {
      why: 'an excuse for nothing',
      json: '{"vulnerabilities":{}}',
      exceptions: excuse('2026-01-16'),
      problems: [expect.stringContaining('not reported any more')],
    },
  ]
  for (const { why, json, exceptions, problems } of cases) {
    it(`reports ${why}`, () => expect(judgeAudit(json, exceptions, nowMs)).toEqual({ problems }))
  }

  for (const json of ['', 'npm error network', '{"message":"405 Method Not Allowed"}']) {
    it(`says that nothing was checked for ${json || 'no answer'}`, () =>
      expect(judgeAudit(json, [], nowMs).unchecked).toBeDefined())
  }
})
