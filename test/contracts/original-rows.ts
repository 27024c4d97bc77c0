/** What the original daemon answered, row by row, and what ours answers unless compatibility is strict. */
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { H1, H2, STRANGER, VM } from './original-plugins.ts'

export type Answer = Readonly<{ fault: string }> | Readonly<{ reply: unknown }>

export type Row = Readonly<{
  why: string
  method: string
  params: XmlRpcValue[]
  original: Answer
  /** Absent: the same. */
  mended?: Answer
  /** The daemon waits half a minute for it; its answer is known from its source and not asked for again. */
  slow?: true
}>

const ALL = [H1, H2]
const filter = (...names: string[]): Pick<Row, 'method' | 'params'> => ({
  method: 'runFilters',
  params: [names, ALL, VM, {}],
})
const score = (...pairs: [string, number][]): Pick<Row, 'method' | 'params'> => ({
  method: 'runCostFunctions',
  params: [pairs, ALL, VM, {}],
})
const balance = (name: string, properties: XmlRpcValue = {}): Pick<Row, 'method' | 'params'> => ({
  method: 'runLoadBalancing',
  params: [name, ALL, properties],
})

const ok = (result: unknown, more: object = {}): Answer => ({ reply: { result_code: 0, result, ...more } })
const bad = (result: unknown, complaints: object): Answer => ({ reply: { result_code: 1, result, ...complaints } })
const fault = (text: string): Answer => ({ fault: text })
const all = (score: number | string) => ALL.map(id => [id, score])
const each = (unit: string, score: number) => ALL.map(id => [id, score, unit])
const missing = { plugin_errors: { nope: ["plugin not found: 'nope'"] } }
const failed = { errors: ['all filters failed'] }
const said = (unit: string, message: unknown) => ({ plugin_errors: { [unit]: [message] } })
const NOTHING = ['', []]

export const filterRows: readonly Row[] = [
  { why: 'a filter', ...filter('good'), original: ok(ALL) },
  { why: 'two filters', ...filter('good', 'second'), original: ok([H2]) },
  { why: 'a filter that prints an empty list', ...filter('good', 'none'), original: ok([]) },
  { why: 'an unknown filter beside another', ...filter('second', 'nope'), original: bad([H2], missing) },
  { why: 'only an unknown filter', ...filter('nope'), original: bad(ALL, { ...missing, ...failed }) },
  { why: 'no filter', ...filter(), original: bad(ALL, failed) },
  {
    why: 'a failing filter beside another',
    ...filter('second', 'broken'),
    original: ok([H2]),
    mended: bad([H2], said('broken', 'broken failed: ValueError: raised')),
  },
  {
    why: 'only a failing filter',
    ...filter('broken'),
    original: bad(ALL, failed),
    mended: bad(ALL, { ...said('broken', 'broken failed: ValueError: raised'), ...failed }),
  },
  { why: 'a filter that prints nothing', ...filter('silent'), original: bad(ALL, failed) },
  { why: 'a filter that prints None beside another', ...filter('says_none', 'second'), original: ok([H2]) },
  { why: 'only a filter that prints None', ...filter('says_none'), original: bad(ALL, failed) },
  {
    why: 'a filter that prints no literal',
    ...filter('garbage', 'second'),
    original: ok([H2]),
    mended: bad([H2], said('garbage', expectText('garbage gave a bad answer: printed no Python literal'))),
  },
  { why: 'a filter with words on the error stream', ...filter('noisy'), original: bad(ALL, failed), mended: ok([H1]) },
  {
    why: 'a filter that exits with a code',
    ...filter('exits', 'second'),
    original: ok([H2]),
    mended: bad([H2], said('exits', 'exits failed: ended with code 3')),
  },
  {
    why: 'a filter that prints a number',
    ...filter('number', 'second'),
    original: fault("<class 'TypeError'>:'int' object is not iterable"),
    mended: bad([H2], said('number', 'number gave a bad answer: answered an int instead of a list of host ids')),
  },
  {
    why: 'a filter that names a host of nobody',
    ...filter('strangers'),
    original: ok([H1, STRANGER]),
    mended: ok([H1]),
  },
  {
    why: 'a filter that takes too long beside another',
    ...filter('slow', 'second'),
    original: ok([H2]),
    mended: bad([H2], said('slow', expectText('slow took too long: did not end in time'))),
    slow: true,
  },
]

export const scoreRows: readonly Row[] = [
  { why: 'a score with its factor', ...score(['good', 2]), original: ok(all(100)), mended: ok(each('good', 50)) },
  {
    why: 'two scores',
    ...score(['good', 1], ['twice', 10]),
    original: ok([
      [H1, 100],
      [H2, 90],
    ]),
    mended: ok([...each('good', 50), [H1, 5, 'twice'], [H2, 4, 'twice']]),
  },
  {
    why: 'a host that one score leaves out',
    ...score(['second', 1]),
    original: ok([[H1, 7]]),
    mended: ok(each('second', 7)),
  },
  { why: 'an unknown score', ...score(['nope', 1]), original: bad([], missing) },
  { why: 'no score', ...score(), original: ok([]) },
  { why: 'a score that names no host', ...score(['none', 1]), original: ok([]) },
  {
    why: 'a failing score beside another',
    ...score(['broken', 1], ['good', 2]),
    original: ok(all(100)),
    mended: bad(each('good', 50), said('broken', 'broken failed: ValueError: raised')),
  },
  { why: 'a score that prints nothing', ...score(['silent', 1]), original: ok([]) },
  { why: 'a score that prints None', ...score(['says_none', 1]), original: ok([]) },
  {
    why: 'a score with words on the error stream',
    ...score(['noisy', 1]),
    original: ok([]),
    mended: ok(each('noisy', 3)),
  },
  // The engine fails to start the VM on a double; decodeReply keeps it as text for that reason.
  {
    why: 'a score that is no whole number',
    ...score(['half', 1]),
    original: ok(all('49.5')),
    mended: ok(each('half', 50)),
  },
  {
    why: 'a score that prints a number',
    ...score(['number', 1], ['good', 1]),
    original: fault("<class 'TypeError'>:'int' object is not iterable"),
    mended: bad(
      each('good', 50),
      said('number', 'number gave a bad answer: answered an int instead of a list of scores'),
    ),
  },
  {
    why: 'a score of triples',
    ...score(['triples', 1], ['good', 1]),
    original: fault("<class 'ValueError'>:too many values to unpack (expected 2)"),
    mended: bad(
      each('good', 50),
      said('triples', 'triples gave a bad answer: answered an entry of 3 values instead of a host and its score'),
    ),
  },
  {
    why: 'a score beyond 32 bits',
    ...score(['huge', 1], ['good', 1]),
    original: fault("<class 'OverflowError'>:int exceeds XML-RPC limits"),
    mended: bad(
      each('good', 50),
      said('huge', `huge gave a bad answer: answered a score beyond 32 bits for host ${H1}: 1099511627776`),
    ),
  },
  {
    why: 'a factor that takes a score beyond 32 bits',
    ...score(['good', 2_000_000_000]),
    original: fault("<class 'OverflowError'>:int exceeds XML-RPC limits"),
    mended: ok(each('good', 50)),
  },
  {
    why: 'a score for a host of nobody',
    ...score(['strangers', 1]),
    original: ok([...all(1), [STRANGER, 9]]),
    mended: ok(each('strangers', 1)),
  },
  {
    why: 'a score that takes too long beside another',
    ...score(['slow', 1], ['good', 1]),
    original: bad(all(50), { errors: ['Waiting on score functions timed out'] }),
    mended: bad(each('good', 50), said('slow', expectText('slow took too long: did not end in time'))),
    slow: true,
  },
]

export const balanceRows: readonly Row[] = [
  { why: 'a balancer', ...balance('good'), original: ok([VM, [H1]]) },
  { why: 'a balancer with "" for its properties', ...balance('good', ''), original: ok([VM, [H1]]) },
  {
    why: 'an unknown balancer',
    ...balance('nope'),
    original: bad([], said('nope', 'Load balance requested but was not found: nope')),
    mended: bad(NOTHING, said('nope', 'Load balance requested but was not found: nope')),
  },
  { why: 'a balancer that prints nothing', ...balance('silent'), original: ok(NOTHING) },
  { why: 'a balancer that prints None', ...balance('says_none'), original: ok(NOTHING) },
  {
    why: 'a failing balancer',
    ...balance('broken'),
    original: ok(NOTHING),
    mended: bad(NOTHING, said('broken', 'broken failed: ValueError: raised')),
  },
  { why: 'a balancer with words on the error stream', ...balance('noisy'), original: ok([VM, [H1]]) },
  {
    why: 'a balancer that exits with a code',
    ...balance('exits'),
    original: ok([VM, [H1]]),
    mended: bad(NOTHING, said('exits', 'exits failed: ended with code 3')),
  },
  {
    why: 'a balancer that prints no literal',
    ...balance('garbage'),
    original: ok(NOTHING),
    mended: bad(NOTHING, said('garbage', expectText('garbage gave a bad answer: printed no Python literal'))),
  },
  {
    why: 'a balancer that prints a number',
    ...balance('number'),
    original: fault("<class 'TypeError'>:'int' object is not iterable"),
    mended: bad(
      NOTHING,
      said('number', 'number gave a bad answer: answered an int instead of a VM and a list of hosts'),
    ),
  },
  {
    why: 'a balancer that prints two values without parentheses',
    ...balance('unparenthesised'),
    original: ok(NOTHING),
    mended: ok([VM, [H1]]),
  },
  // The engine takes an empty list for any host of the cluster.
  { why: 'a balancer that names no host', ...balance('anywhere'), original: ok([VM, []]), mended: ok(NOTHING) },
  {
    why: 'a balancer that takes too long',
    ...balance('slow'),
    original: ok(NOTHING),
    mended: bad(NOTHING, said('slow', expectText('slow took too long: did not end in time'))),
    slow: true,
  },
]

/** Messages end in figures and excerpts; vitest compares the beginning. */
function expectText(beginning: string): unknown {
  return { asymmetricMatch: (text: unknown) => typeof text === 'string' && text.startsWith(beginning) }
}
