import { describe, expect, it } from 'vitest'
import { compileProgram, evaluate } from './evaluate.ts'
import { LanguageError } from './language-error.ts'
import type { Compatibility } from './scan.ts'
import type { Callable, Entity, Value } from './value.ts'
import { writeJson } from './write-json.ts'

/** An object with the members of the spec's rows: two levels, one that is nil, and a method that changes one. */
function anObject(): Entity {
  let level: Value = 12n
  const wrap: Callable = {
    kind: 'callable',
    label: 'P.wrap',
    operands: [2, 2],
    call: ([a = null, b = null]) => {
      level = BigInt(Number(a) % Number(b))
      return level
    },
  }
  const members = (): Record<string, Value> => ({ level, base: 7n, none: null, zero: 0n, wrap })
  return { kind: 'entity', label: 'P', member: name => (Object.hasOwn(members(), name) ? members()[name] : undefined) }
}

const guest = (id: number): Entity => ({
  kind: 'entity',
  label: `vm-${id}`,
  member: name =>
    name === 'label' ? { kind: 'callable', label: 'label', operands: [0, 0], call: () => `vm-${id}` } : undefined,
})

function run(text: string, compatibility: Compatibility): string {
  const program = compileProgram([{ name: 'p', text }], { compatibility })
  const variables = { P: anObject(), Q: [], Guests: [guest(3), guest(5)] }
  const { values } = evaluate(program, { host: { name: 'Host', samples: [] }, guests: [] }, { variables })
  return values.map(writeJson).join(' ')
}

const rows: readonly (readonly [area: string, text: string, values: string])[] = [
  ['comments', '# head\n7 # tail (* 1 2)\n(- 9 # inner\n4)', '7 5'],
  ['white space', '(* 3\n4)   (- 20 5)', '12 15'],
  ['texts', '"ab" (+ "vm-" "01") (+ (* 2 "x") "y")', '"ab" "vm-01" "xxy"'],
  ['escapes are kept', String.raw`"a\"b" 'c\'d'`, String.raw`"a\\\"b" "c\\'d"`],
  ['numbers', '25 0o0 .75 (+ 0x10 0xF) (* 0o10 0o3) (+ 0x1f 1) (+ 2.5e2 50e-1)', '25 0 0.75 31 24 32 255.0'],
  ['more numbers', '1e3 10E+2 00.5 09.5 -0.25 1.5e-3 1e400', '1000.0 1000.0 0.5 9.5 -0.25 0.0015 "Infinity"'],
  ['digits beyond doubles', '12345678901234567890123', '12345678901234567890123'],
  ['arithmetic', '(* 7 0) (+ 4 5) (/ 9 2) (/ 9 2.0) (- 2 6) (* (- 9 7) 3) (>> (<< 3 3) 1)', '0 9 4.5 4.5 -4 6 12'],
  ['division is of floats', '(/ 10 2)', '5.0'],
  ['a sign belongs to its number', '1-2 (+1 2) (- 1 -2)', '1 -2 3 3'],
  ['booleans count', '(+ (< 1 2) 1) (== (< 1 2) 1) (!= "1" 1) (== nil nil)', '2 true true true'],
  [
    'comparison',
    '(< 3 3) (> 3 2) (<= 4 4) (>= 1 (/ 8 4)) (== (* 2 3) (/ 12 2)) (!= "a" "a") (== 0o0 0x0)',
    'false true true false true false true',
  ],
  ['logic', '(and 5 "") (and 0 9) (and 4 6) (or "" 3) (or "" 0) (not "") (not -0)', '"" 0 6 3 0 true true'],
  [
    'more logic',
    '(and 1 2 "") (and 0 "" 3) (and 1 2 3) (or "" 0 8) (or 0 "" nil) (and 1 2 3 0) (or "")',
    '"" 0 3 8 null 0 ""',
  ],
  ['nil is an operand', '(and nil 1) (and 1 nil 2) (or nil 2) (or nil nil)', 'null null 2 null'],
  ['logic is eager', '(defvar x 0) (and 0 (set x 5)) x', '0 0 5'],
  ['variables', '(defvar x 2) (defvar y 3) (* x y) (set y 10) (* x y) (defvar e9 4) (+ 1 e9)', '2 3 6 10 20 4 5'],
  [
    'functions are of the whole program',
    '(def k () 6) (def dbl (v) (* v 2)) (/ (k) (dbl 1)) (def k (z) {(def dbl (v) (+ v 100)) (dbl z)}) (k 1) (dbl 2)',
    '"k" "dbl" 3.0 "k" 101 102',
  ],
  ['let', '(defvar q 50) (let ((q 4)(r 9)) (+ 3 q)) q (let ((q 1)(r 2)) q r)', '50 7 50 2'],
  ['let goes on', '(let ((a 1)(b a)) b) (let ((a 1)(a 2)) a)', '1 1'],
  ['min and max', '(min 4 9 -1) (defvar m 12) (defvar lo (min m 30 15)) (max 3 lo 2) (min nil)', '-1 12 12 12 null'],
  ['if', '(defvar t 3) (if t 8 9) (if 0 8 9) (def p (c) (if c "on" "off")) (p (<= 1 2))', '3 8 9 "p" "on"'],
  [
    'scopes',
    '(defvar g 1) (def put (v) (set g v)) (put 7) g (def put (v) (defvar g v)) (put 99) g (let ((g 40)) g) g (if 1 (defvar g 50) 0) g',
    '1 "put" 7 7 "put" 99 7 40 7 7 7',
  ],
  ['if has no scope', '(if 1 (defvar z 4) 0) z', '4 4'],
  ['blocks', '{ 1 2 3 } (def s (a b) { (defvar c (* a b)) (set c (- c 1)) c }) (s 3 4)', '3 "s" 11'],
  [
    'let as a block',
    '(def s (a b) (let () (defvar c (* a b)) c)) (s 3 4) (let ((k 2)(j 6)) (+ k j) (/ j k))',
    '"s" 12 3.0',
  ],
  ['members', 'P.level P.base (P.wrap P.base 4) P.level', '12 7 3 3'],
  ['nil members', 'P.none (== P.none nil) (== P.none 0) (valid P.none) (valid P.base)', 'null true false false true'],
  ['preset functions', '(- (abs -8) (abs 3)) (debug "a" nil 3)', '5 3'],
  ['null', '(null "" 5) (null nil "") (null nil) (null) (null Q)', 'false true true true true'],
  ['valid', '(valid "x" nil) (valid 0 "") (valid) (valid nil) (valid Q)', 'false true true false true'],
  ['defvar keeps', '(defvar p 4) (defvar p 9) p', '4 4 4'],
  ['set and setq', '(defvar p 4) (setq p 5) (set p 6) p', '4 5 6 6'],
  ['with', '(def tag (g) (+ "id=" (g.label))) (with Guests vm (tag vm))', '"tag" ["id=vm-3","id=vm-5"]'],
  ['with over a text', '(defvar t "ab") (with t c (+ c c))', '"ab" ["aa","bb"]'],
  ['arguments shadow', '(def d (a b) (- a b)) (defvar a 10) (defvar b 3) (d b a)', '"d" 10 3 0'],
  ['dynamic scope', '(def f () y) (let ((y 2)) (f))', '"f" 2'],
  ['an outer member', '(let ((P 5)) P.base)', '7'],
  ['brackets', '[+ 1 2] (add 1 2)', '3 3'],
  ['no comment newline', '1 # end', '1'],
]

const errors: readonly (readonly [text: string, message: string, code: string])[] = [
  ['(* 4 (+ 1 1)', 'parse error', 'parse'],
  ['(+ 1 1]', 'parse error', 'parse'],
  ['(7 * 2)', 'Unexpected token type in arg 1 "number" on line 1', 'malformed'],
  ['(-1 2)', 'Unexpected token type in arg 1 "number" on line 1', 'malformed'],
  ['((f) 1)', 'Expected simple token as arg 1', 'malformed'],
  ['\n(or)', "not enough arguments for 'c_or' on line 2", 'arity'],
  ['\n(not 1 2)', "arity mismatch in doc parsing of 'c_not' on line 2", 'arity'],
  ['3\n44x9', 'undefined symbol x9 on line 2', 'undefined-symbol'],
  ['(def two (a b) { a })\n(two 1)', 'Function "two" invoked with incorrect arity on line 2', 'arity'],
  ['(set nope 1)', 'undefined symbol nope', 'undefined-symbol'],
  ['(set P.level 1)', 'undefined symbol P.level', 'undefined-symbol'],
  ['(set 5 1)', 'malformed expression on line 1', 'malformed'],
  ['(if 1 +\n0)', 'Unexpected token type "operator" on line 1', 'malformed'],
  ['(let 5 1)', 'Expecting list as arg 1 in let', 'malformed'],
  ['(let ((a)) 1)', 'Expecting list of tuples in arg1 of let', 'malformed'],
  ['(let ((5 1)) 1)', 'Expecting list of (symbol value) in let', 'malformed'],
  ['(nosuch 1)', 'unknown function nosuch', 'unknown-function'],
  ['(def f () 3) f', 'undefined symbol f on line 1', 'undefined-symbol'],
  ['--5', 'Unexpected token type "operator" on line 1', 'malformed'],
  ['()', 'an empty list has no value', 'malformed'],
  ['{}', 'an empty block has no value', 'malformed'],
  ['(/ 1 0)', 'division by zero', 'division-by-zero'],
  ['(+ 1 nil)', 'cannot add an integer and nil', 'type'],
  ['(< 1 nil)', 'an integer and nil have no order', 'type'],
  ['(+ "a" 1)', 'cannot add a text and an integer', 'type'],
  ['(<< 1 (/ 4 2))', 'cannot shift an integer by a float', 'type'],
  ['(<< 1 -1)', 'negative shift count', 'number'],
  ['0o19', '0o19 is no octal number', 'number'],
  ['(defvar x 1) (x)', 'x is an integer and cannot be called', 'not-callable'],
  ['(with nowhere x x)', 'undefined symbol nowhere', 'undefined-symbol'],
  ['(with nowhere 5 5)', 'malformed expression on line 1', 'malformed'],
  ['P.constructor', 'undefined symbol P.constructor on line 1', 'undefined-symbol'],
  ['(P.__class__)', 'unknown function P.__class__', 'unknown-function'],
  ['(def f (n) (f n)) (f 1)', 'expressions nested deeper than 1500', 'limit'],
  ['(<< 1 100000)', 'an integer of more than 4096 bits', 'limit'],
  ['(* "ab" 1000000000000)', 'a text or list of more than 65536 elements', 'limit'],
]

for (const compatibility of ['safe', 'strict'] as const) {
  describe(`the language, ${compatibility}`, () => {
    it.each(rows)('%s', (_area, text, values) => {
      expect(run(text, compatibility)).toBe(values)
    })

    it.each(errors)('refuses %s', (text, message, code) => {
      const error = failure(text, compatibility)
      expect({ message: error.message, code: error.code }).toEqual({ message, code })
      expect(error.span).toBeDefined()
    })
  })
}

function failure(text: string, compatibility: Compatibility): LanguageError {
  try {
    run(text, compatibility)
  } catch (error) {
    if (error instanceof LanguageError) return error
    throw error
  }
  throw new Error(`${text} was taken`)
}
