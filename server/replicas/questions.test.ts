import { describe, expect, it } from 'vitest'
import { joinedMessages } from '../../test/fakes/joined-messages.ts'
import { aLog } from '../../test/fakes/log.ts'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import type { HostQuestion } from './messages.ts'
import { createQuestions } from './questions.ts'

const question: HostQuestion = { what: 'host', id: 'h1' }

/** One that asks, and others with what each knows; undefined: nothing, an error: it cannot say. */
function replicas(...known: readonly unknown[]) {
  const messages = joinedMessages()
  const { sleep, wake, asleep } = manualSleep()
  const { log, lines } = aLog()
  const make = (name: string) =>
    createQuestions({ messages: messages.of(name), others: () => known.length, sleep, log })
  const asking = make('asking')
  for (const [nth, answer] of known.entries())
    make(`other${nth}`).answerWith(async () => {
      if (answer instanceof Error) throw answer
      return answer
    })
  return { asking, wake, asleep, lines, ...messages }
}

describe('a question to the other replicas', () => {
  it('brings what all of them know, those who know nothing left out', async () => {
    const { asking } = replicas('one', undefined, 'three')
    expect(await asking.ask(question, 'all')).toEqual(['one', 'three'])
  })

  it('has brought enough with the first, where one is enough', async () => {
    const { asking, cut } = replicas('one', 'two')
    cut('other1')
    expect(await asking.ask(question, 'one')).toEqual(['one'])
  })

  it('ends when all have said that they know nothing', async () => {
    expect(await replicas(undefined, undefined).asking.ask(question, 'one')).toEqual([])
  })

  it('is not asked where there is nobody', async () => {
    const { asking, said } = replicas()
    expect(await asking.ask(question, 'all')).toEqual([])
    expect(said).toEqual([])
  })

  it.each([
    { who: 'is silent', known: ['one', 'two'], silent: 'other1' },
    { who: 'cannot say', known: ['one', new Error('broken')], silent: 'nobody' },
  ])('waits for one that $who, and no longer than a person would', async ({ known, silent }) => {
    const { asking, cut, asleep, wake, lines } = replicas(...known)
    cut(silent)
    const answers = asking.ask(question, 'all')
    expect(await asleep()).toBeLessThanOrEqual(2_000)
    await new Promise(setImmediate)
    wake()
    expect(await answers).toEqual(['one'])
    expect(lines.map(({ sentence }) => sentence)).toEqual(
      silent === 'nobody' ? ['Another replica asked what could not be answered.'] : [],
    )
  })

  it('takes no answer that comes too late for another', async () => {
    const { asking, of, said, cut, asleep, wake } = replicas(undefined)
    cut('other0')
    const first = asking.ask(question, 'all')
    await asleep()
    wake()
    expect(await first).toEqual([])
    const second = asking.ask(question, 'all')
    const [asked] = said.filter(({ type }) => type === 'question')
    of('late').publish({ type: 'answer', id: asked?.type === 'question' ? asked.id : '', known: 'old' })
    wake()
    expect(await second).toEqual([])
  })
})
