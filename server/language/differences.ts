/** Where `safe` differs from MOM, and where even `strict` does: each with its reason and a policy that shows it. */
export type Difference = Readonly<{
  id: string
  mom: string
  ours: string
  reason: string
  /** Evaluated over one host without fields and the guest `a` without fields. */
  example: string
  /** Strict behaves as MOM here. */
  isInStrict: boolean
  /** What `safe` makes of the example: values as JSON, or the code of its error. */
  safe: string
  /** What `strict` makes of it. */
  strict: string
}>

export const differences: readonly Difference[] = [
  {
    id: 'stray-character',
    mom: 'a character that begins no token drops everything after it without a word',
    ours: 'an error where it stands',
    reason: 'a comma in one file must not switch off the files after it',
    example: '1 , 2',
    isInStrict: true,
    safe: 'lexical',
    strict: '[1]',
  },
  {
    id: 'no-expression',
    mom: 'a policy of comments and blanks alone is an internal error that can keep the daemon from starting',
    ours: 'a policy that does nothing',
    reason: 'an empty place-holder file is normal',
    example: '# nothing yet\n',
    isInStrict: true,
    safe: '[]',
    strict: 'parse',
  },
  {
    id: 'guest-isolation',
    mom: 'one guest for which the body of with fails ends the whole evaluation',
    ours: 'that guest loses its controls and has nil in the result; the others go on',
    reason: 'a guest without balloon data must not leave all others and the host unattended',
    example: '(with Guests vm (< vm.balloon_cur 1)) 5',
    isInStrict: true,
    safe: '[[null],5]',
    strict: 'undefined-symbol',
  },
  {
    id: 'shadowed-built-in',
    mom: 'a variable named like a built-in takes it away',
    ours: 'it does so only when its value can be called',
    reason: 'a site parameter called min must not break every policy',
    example: '(defvar min 3) (min 1 2)',
    isInStrict: true,
    safe: '[3,1]',
    strict: 'not-callable',
  },
  {
    id: 'function-needs-let',
    mom: 'a variable named let breaks every call of a function',
    ours: 'calls do not depend on it',
    reason: 'an accident of how calls are made there',
    example: '(def f () 4) (defvar let 1) (f)',
    isInStrict: true,
    safe: '["f",1,4]',
    strict: 'malformed',
  },
  {
    id: 'kept-variables',
    mom: 'SetVar is forgotten at the end of the cycle',
    ours: 'it is kept for the next one, when the evaluation succeeds',
    reason: 'that is what it is documented for',
    example: '(Host.GetVar "kept")',
    isInStrict: true,
    safe: '["yes"]',
    strict: '[null]',
  },
  {
    id: 'member-allow-list',
    mom: 'every attribute of the Python object can be read, and through them anything be run',
    ours: 'fields and the seven methods of hosts and guests, nothing else, in both modes',
    reason: 'a policy comes over the network and must not be a program on the host',
    example: 'Host.monitor',
    isInStrict: false,
    safe: 'undefined-symbol',
    strict: 'undefined-symbol',
  },
  {
    id: 'text-names',
    mom: 'controls and variables of entities can have any value as their name',
    ours: 'a name is a text, in both modes',
    reason: 'no controller reads another, so it is a slip of the pen',
    example: '(Host.Control 5 1)',
    isInStrict: false,
    safe: 'type',
    strict: 'type',
  },
  {
    id: 'limits',
    mom: 'steps, sizes and numbers are bounded by memory and by Python’s stack of calls alone',
    ours: 'every one has a limit, far above what known policies need, in both modes',
    reason: 'a policy must not stop the service that evaluates it',
    example: '(null (<< 1 100000))',
    isInStrict: false,
    safe: 'limit',
    strict: 'limit',
  },
]
