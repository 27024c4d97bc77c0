import { describe, expect, it } from 'vitest'
import { takeEvents } from './event-lines.ts'

const cases = [
  { why: 'nothing', text: '', events: [], rest: '' },
  { why: 'half an event', text: 'data: {"a"', events: [], rest: 'data: {"a"' },
  {
    why: 'an event and the beginning of one',
    text: 'id: 7\ndata: x\n\ndata',
    events: [{ id: '7', data: 'x' }],
    rest: 'data',
  },
  { why: 'two events', text: 'data: a\n\ndata:b\n\n', events: [{ data: 'a' }, { data: 'b' }], rest: '' },
  { why: 'a bare id', text: 'id: e1-4\n\n', events: [{ id: 'e1-4' }], rest: '' },
  { why: 'several data lines', text: 'data: a\ndata: b\n\n', events: [{ data: 'a\nb' }], rest: '' },
  {
    why: 'comments and retry times, which are no events',
    text: ': still here\n\nretry: 3000\n\n',
    events: [],
    rest: '',
  },
  { why: 'line ends of Windows', text: 'data: a\r\n\r\n', events: [{ data: 'a' }], rest: '' },
]

describe('takeEvents', () => {
  for (const { why, text, events, rest } of cases) {
    it(`takes ${why}`, () => {
      const taken = takeEvents(text)
      expect(taken.events).toEqual(events.map(event => ({ id: undefined, data: undefined, ...event })))
      expect(taken.rest).toBe(rest)
    })
  }
})
