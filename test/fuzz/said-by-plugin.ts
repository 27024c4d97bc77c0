/** What a plugin's process may write: a sound message with lies in it, pieces of one, noise, nothing at all, or its end. */
import fc from 'fast-check'
import { type SchedulerFunction, schedulerFunctions } from '../../shared/sdk/scheduler.ts'
import { editedText } from './edited-text.ts'
import { anyText, editedJson, strangeValue } from './strange-values.ts'

/** `chunks`: of a line, in the pieces in which they arrive; `ID` stands for the number of the call. */
export type Saying = Readonly<{ chunks: readonly string[]; ends?: boolean }>

export type Asked = 'load' | 'filter' | 'score' | 'balance' | SchedulerFunction

const why = (text: string) => ({ code: 'site-unit', text, values: { host: 'host1', free: 3 } })
const advice = {
  because: why('a'),
  moves: [{ vmId: 'vm1', toHostIds: ['host2'], because: why('b') }],
  hostActions: [{ hostId: 'host2', action: 'maintenance', because: why('c') }],
  notices: [{ subject: { kind: 'host', id: 'host1' }, because: why('d') }],
  skippedHosts: [{ id: 'host1', name: 'host1', reason: why('e') }],
  skippedVms: [],
}
const parameters = {
  most: { type: 'integer', label: 'Most', help: 'VMs', min: 0, max: 9, default: 3 },
  way: { type: 'choice', label: 'Way', help: 'How', choices: ['a', 'b'], default: 'a' },
}
const unit = { id: 'u', description: 'D', parameters, functions: ['filter', 'score', 'balance'] }
const scheduler = {
  ...{ id: 's', name: 'S', version: '1', writtenFor: '0.1', policies: ['Busy'], parameters },
  functions: schedulerFunctions,
}

const sound: Readonly<Record<Exclude<Asked, 'load'>, unknown>> = {
  filter: [1, { text: 'full' }],
  score: { of: [50, null], because: [null, { text: 'x' }] },
  balance: {
    move: { vmId: 'vm1', toHostIds: ['host2'] },
    because: why('a'),
    skippedHosts: [{ id: 'host1', name: 'host1', reason: why('b') }],
    skippedVms: [{ id: 'vm1', name: 'vm1', reason: why('c') }],
  },
  selectedHosts: ['host1'],
  hasAnyHosts: true,
  selectHost: { hostId: 'host2', because: why('a') },
  loadBalance: advice,
  onTimerInvoked: advice,
  onVmStatusChanged: advice,
  onHostStatusChanged: advice,
}

const messageOf = (asked: Asked): unknown =>
  asked === 'load'
    ? { say: 'ready', units: [unit], schedulers: [scheduler] }
    : { say: 'answer', id: 'ID', answer: sound[asked] }

const textOf = (message: unknown): string => JSON.stringify(message).replace('"ID"', 'ID')
const soundLine = (asked: Asked): string => `${textOf(messageOf(asked))}\n`

/** Of an answer mostly what it holds: an outer shape that is not right ends the process, and nothing is learned of the rest. */
const edited = (asked: Asked): fc.Arbitrary<unknown> =>
  asked === 'load'
    ? editedJson(fc.constant(messageOf(asked)))
    : fc.oneof(
        {
          weight: 4,
          arbitrary: editedJson(fc.constant(sound[asked])).map(answer => ({ say: 'answer', id: 'ID', answer })),
        },
        { weight: 1, arbitrary: editedJson(fc.constant(messageOf(asked))) },
        { weight: 1, arbitrary: strangeValue },
      )

const noise = fc.oneof(
  anyText,
  fc.constantFrom('\n\n\n', '{"say":"answer","id":1', '{"say":"fetch","id":1,"call":ID,"url":"http://a/"}\n', 'null\n'),
  fc.constantFrom('[', '{"a":', '"', '\0').map(piece => piece.repeat(40_000)),
  fc.constantFrom('{"say":"failed","id":ID,"problem":"\\u001b[31mred"}\n', '{"say":"broken","problem":""}\n'),
)

const inPieces = (text: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.tuple(text, fc.integer({ min: 1, max: 500 })).map(([whole, size]) => {
    const step = Math.max(size, Math.ceil(whole.length / 50))
    return Array.from({ length: Math.ceil(whole.length / step) }, (_, at) => whole.slice(at * step, (at + 1) * step))
  })

const line = (message: fc.Arbitrary<unknown>): fc.Arbitrary<string> => message.map(one => `${textOf(one)}\n`)

/** What is said to one question. Loading is mostly sound, or nothing would be asked. */
export const sayingTo = (asked: Asked): fc.Arbitrary<Saying> =>
  fc.oneof(
    { weight: asked === 'load' ? 40 : 3, arbitrary: fc.constant({ chunks: [soundLine(asked)] }) },
    { weight: 8, arbitrary: inPieces(line(edited(asked))).map(chunks => ({ chunks })) },
    { weight: 3, arbitrary: inPieces(editedText(fc.constant(soundLine(asked)), anyText)).map(chunks => ({ chunks })) },
    { weight: 2, arbitrary: noise.map(text => ({ chunks: [text] })) },
    { weight: 1, arbitrary: fc.constant({ chunks: [] }) },
    { weight: 1, arbitrary: noise.map(text => ({ chunks: [text], ends: true })) },
  )
