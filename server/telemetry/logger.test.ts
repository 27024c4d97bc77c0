import { describe, expect, it } from 'vitest'
import { createLog, type LogOptions } from './logger.ts'
import { currentTrace, inOwnTrace } from './trace.ts'

function logging(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', pretty: false, write: line => lines.push(line), ...options }) }
}

describe('createLog', () => {
  it('writes one JSON record a line, the sentence as msg', () => {
    const { log, lines } = logging()
    log.info({ hosts: 3 }, 'The engine answers again.')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, hosts: 3, msg: 'The engine answers again.' })
  })

  it('names the engine in each line, where there are several, and keeps to its own level and lines', () => {
    const [berlin, oslo] = [logging({ engine: 'berlin' }), logging({ engine: 'oslo' })]
    berlin.log.setLevel('debug')
    for (const { log } of [berlin, oslo]) log.debug({}, 'Detail.')
    expect(berlin.log.tail().map(line => JSON.parse(line))).toEqual([
      { level: 20, time: expect.anything(), engine: 'berlin', msg: 'Detail.' },
    ])
    expect(oslo.log.tail()).toEqual([])
  })

  it('hides secrets wherever they stand', () => {
    const { log, lines } = logging()
    log.error({ headers: { authorization: 'Bearer abc' }, error: new Error('Bearer abc was refused') }, 'Refused.')
    expect(lines.join()).not.toContain('abc')
  })

  it('says which trace a line belongs to, and of no other', () => {
    const { log, lines } = logging()
    const trace = inOwnTrace(() => {
      log.warn({}, 'It failed.')
      return currentTrace()
    })
    log.warn({}, 'Something else failed.')
    const [inside, outside] = lines.map(line => JSON.parse(line) as Record<string, unknown>)
    expect(inside).toMatchObject({ traceId: trace?.traceId, spanId: trace?.spanId })
    expect(outside).not.toHaveProperty('traceId')
  })

  it('keeps below its level silent', () => {
    const { log, lines } = logging({ level: 'warn' })
    log.info({}, 'Not shown.')
    log.warn({}, 'Shown.')
    expect(lines).toHaveLength(1)
  })

  it('follows a change of its level, and keeps its last lines with no secret in them', () => {
    const { log, lines } = logging()
    log.debug({}, 'Not shown.')
    log.setLevel('debug')
    log.debug({ token: 'abc' }, 'Shown.')
    expect(lines).toHaveLength(1)
    for (let at = 0; at < 1000; at++) log.info({ at, password: 'abc' }, 'One more.')
    expect(log.tail()).toHaveLength(1000)
    expect(JSON.parse(log.tail().at(-1) ?? '')).toMatchObject({ at: 999, msg: 'One more.' })
    expect(log.tail().join()).not.toMatch(/abc|Shown/)
  })

  it('writes a line for people, fields after the sentence', () => {
    const { log, lines } = logging({ pretty: true })
    log.warn({ host: 'host 1', error: new Error('no route') }, 'The engine does not answer.')
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d WARN {2}The engine does not answer\. host="host 1" error="no route"\nError: no route/,
    )
  })
})
