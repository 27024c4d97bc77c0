import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram, evaluate } from './evaluate.ts'
import { LanguageError } from './language-error.ts'
import { type Node, parse, printNode } from './parse.ts'
import { joinFiles } from './source.ts'

const words = ['x', 'a-b.c', '-1', '0x1F', '.5', '1e3', '"t\\" x"', "'y'", '+', '<<', 'nil', '0o17', 'if']
const text = fc.letrec<{ node: string }>(tie => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...words),
    fc
      .tuple(fc.constantFrom('()', '[]', '{}'), fc.array(tie('node'), { maxLength: 5 }))
      .map(([bracket, items]) => `${bracket[0]}${items.join(' \n')}${bracket[1]}`),
  ),
})).node

const read = (policy: string) => parse(joinFiles([{ name: 'p', text: policy }]))

function withoutPlaces(node: Node): unknown {
  return node.kind === 'list' ? [node.open, node.items.map(withoutPlaces)] : [node.kind, node.text]
}

describe('policies in general', () => {
  it('are the same after they are printed', () => {
    fc.assert(
      fc.property(text, policy => {
        const nodes = read(policy)
        expect(read(nodes.map(printNode).join('\n')).map(withoutPlaces)).toEqual(nodes.map(withoutPlaces))
      }),
    )
  })

  it('end in values or an error with a place, whatever the text', () => {
    const facts = { host: { name: 'Host', samples: [{}] }, guests: [{ name: 'a', samples: [{}] }] }
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), text), fc.constantFrom('safe', 'strict'), (policy, mode) => {
        try {
          evaluate(compileProgram([{ name: 'p', text: policy }], { compatibility: mode }), facts)
        } catch (error) {
          expect(error).toBeInstanceOf(LanguageError)
          expect((error as LanguageError).span).toBeDefined()
        }
      }),
    )
  })

  it('reads what the original needs exponential time for at once', () => {
    const startedMs = performance.now()
    read(`${'1'.repeat(4000)} ${'(let ((a '.repeat(60)}1${')) a)'.repeat(60)}`)
    expect(() => read(`"${'a'.repeat(500_000)}`)).toThrow('never ends')
    expect(performance.now() - startedMs).toBeLessThan(2000)
  })

  it('stops what would never end', () => {
    const doubling = `(defvar l "ab") (def twice () (set l (with l x l))) ${'(twice) '.repeat(40)} (== l l)`
    const facts = { host: { name: 'Host', samples: [] }, guests: [] }
    expect(() => evaluate(compileProgram([{ name: 'p', text: '(def f () { (f) (f) }) (f)' }]), facts)).toThrow(
      'nested deeper',
    )
    expect(() => evaluate(compileProgram([{ name: 'p', text: doubling }]), facts)).not.toThrow()
  })
})
