/** Plugins in the idiom of the original daemon, each for one row of what it did with their output. Written for this test. */
export const VM = '33333333-3333-3333-3333-333333333333'
export const H1 = '11111111-1111-1111-1111-111111111111'
export const H2 = '22222222-2222-2222-2222-222222222222'
export const STRANGER = '99999999-9999-9999-9999-999999999999'

const method = (name: string, args: string, body: string) =>
  `    def ${name}(self, ${args}):\n        ${body.replaceAll('\n', '\n        ')}\n`
const filter = (body: string) => method('do_filter', 'hosts, vm, properties', body)
const score = (body: string) => method('do_score', 'hosts, vm, properties', body)
const balance = (body: string) => method('do_balance', 'hosts, properties', body)
const unit = (name: string, ...methods: string[]) => `class ${name}(object):\n${methods.join('\n')}\n`

export const originalPlugins = `import os
import sys
import time

${[
  unit(
    'good',
    filter("'''Keeps all.'''\nprint(hosts)"),
    score("'''50 for each.'''\nprint([(host, 50) for host in hosts])"),
    balance(`'''Moves one.'''\nprint(('${VM}', ['${H1}']))`),
  ),
  unit('second', filter('print(hosts[1:])'), score('print([(hosts[0], 7)])')),
  unit('none', filter('print([])'), score('print([])')),
  unit('says_none', filter('print(None)'), score('print(None)'), balance('print(None)')),
  unit('silent', filter('pass'), score('pass'), balance('pass')),
  unit(
    'broken',
    filter("raise ValueError('raised')"),
    score("raise ValueError('raised')"),
    balance("raise ValueError('raised')"),
  ),
  unit(
    'noisy',
    filter("print(hosts[:1])\nsys.stderr.write('careful')"),
    score("print([(host, 3) for host in hosts])\nsys.stderr.write('careful')"),
    balance(`print(('${VM}', ['${H1}']))\nsys.stderr.write('careful')`),
  ),
  unit(
    'exits',
    filter('print(hosts)\nsys.stdout.flush()\nos._exit(3)'),
    balance(`print(('${VM}', ['${H1}']))\nsys.stdout.flush()\nos._exit(3)`),
  ),
  unit('garbage', filter("print('no literal', 1)"), score("print('no literal', 1)"), balance("print('no literal', 1)")),
  unit('number', filter('print(5)'), score('print(5)'), balance('print(5)')),
  unit('triples', score('print([(host, 1, 2) for host in hosts])')),
  unit('half', score('print([(host, 49.5) for host in hosts])')),
  unit('huge', score('print([(host, 2 ** 40) for host in hosts])')),
  unit('twice', score('print([(hosts[0], 2), (hosts[0], 3), (hosts[1], 4)])')),
  unit(
    'strangers',
    filter(`print(hosts[:1] + ['${STRANGER}'])`),
    score(`print([(host, 1) for host in hosts] + [('${STRANGER}', 9)])`),
  ),
  unit('unparenthesised', balance(`print('${VM}', ['${H1}'])`)),
  unit('anywhere', balance(`print(('${VM}', []))`)),
  unit('echo', score('print([(hosts[0], len(properties))])')),
  unit('slow', filter('time.sleep(60)\nprint(hosts)'), score('time.sleep(60)'), balance('time.sleep(60)')),
].join('\n')}`
