/** A plugin that goes past its answer's proper way and says to the service what it likes. */
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { attempt, nextAnswer, startUnruly } from '../../../test/fakes/unruly-script.ts'

describe('a call that', () => {
  const forged: { what: string; line: string }[] = [
    { what: 'an answer to nothing', line: `{"say":"answer","id":999,"answer":[1]}` },
    { what: 'an answer without a number', line: `{"say":"answer","answer":[1]}` },
    { what: 'an answer to a fraction', line: `{"say":"answer","id":1.5,"answer":[1]}` },
    { what: 'a failure of nothing', line: `{"say":"failed","id":999,"problem":"a"}` },
    { what: 'that it is ready, again', line: `{"say":"ready","units":[]}` },
    { what: 'that it is broken after all', line: `{"say":"broken","problem":"a"}` },
    { what: 'a request to fetch for another call', line: `{"say":"fetch","id":1,"call":77,"url":"http://a/"}` },
    { what: 'NaN', line: `{"say":"answer","id":1,"answer":NaN}` },
    { what: 'null', line: 'null' },
    { what: 'a list', line: '[]' },
    { what: 'an inherited message', line: `{"__proto__":{"say":"answer","id":1,"answer":[1]}}` },
    { what: 'brackets without end', line: '['.repeat(60_000) },
  ]
  it.each(forged)('says $what is ended, and the next is answered', async ({ line }) => {
    await using plugin = await startUnruly(`rawly(${JSON.stringify(`${line}\n`)}); return new Promise(() => {})`)
    await expect(attempt(plugin)).rejects.toThrow('it sent something that is no answer')
    expect(await nextAnswer(plugin)).toBeUndefined()
  })

  const answers: { what: string; answer: string; fails: RegExp }[] = [
    { what: 'for too many hosts', answer: '[1,1]', fails: /1 hosts were asked about, the answer is for 2/ },
    { what: 'for no host', answer: '[]', fails: /the answer is for 0/ },
    { what: 'that is none', answer: '{"length":1}', fails: /the answer is for none/ },
    { what: 'with a bare no', answer: '[0]', fails: /refers to no reason/ },
    {
      what: 'with brackets within brackets',
      answer: `[${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
      fails: /agreed form/,
    },
    { what: 'with an empty reason', answer: '[{"text":"\\u0000 \\n"}]', fails: /needs a sentence/ },
    { what: 'with an inherited reason', answer: '[{"__proto__":{"text":"a"}}]', fails: /needs a sentence/ },
  ]
  it.each(answers)('forges an answer $what is told so', async ({ answer, fails }) => {
    // Calls are numbered from 1: it answers itself before boot.ts can.
    const line = `{"say":"answer","id":1,"answer":${answer}}\n`
    await using plugin = await startUnruly(`rawly(${JSON.stringify(line)}); return new Promise(() => {})`)
    await expect(attempt(plugin)).rejects.toThrow(fails)
  })

  it('answers twice is ended at the second time', async () => {
    await using plugin = await startUnruly(`rawly('{"say":"answer","id":1,"answer":[1]}\\n'); return accept`)
    expect(await attempt(plugin)).toBeUndefined()
    await once(plugin.children[0] as NonNullable<(typeof plugin.children)[0]>, 'close')
    expect(await nextAnswer(plugin)).toBeUndefined()
  })
})
