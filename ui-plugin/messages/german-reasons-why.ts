import type { englishWhyReasons } from './english-reasons-why.ts'

/** As `english-reasons-why.ts`, in German. */
export const germanWhyReasons = {
  'best-host': [
    '{host} steht mit {points} Punkten vorn, {second} folgt mit {secondPoints}.',
    'Er ist der beste Host.',
    '{host} und {second} stehen mit {points} Punkten gleich vorn; die kleinere Id gewinnt.',
  ],
  outranked: ['{host} kann sie aufnehmen, steht aber weiter hinten: {points} Punkte, {best} hat {bestPoints}.'],
  'if-factor': [
    'Wenn der Faktor von {unit} mindestens {needed} statt {factor} wäre.',
    'Wenn der Faktor von {unit} höchstens {needed} statt {factor} wäre.',
  ],
  'if-filters-off': ['Wenn der Filter {units} aus wäre.', 'Wenn die Filter {units} aus wären.'],
  'if-vm-moved': ['Wenn {vm} ({memoryMiB} MiB) von {host} weg wäre.'],
  'none-refused': ['Die Engine hat keinen der anderen Hosts für sie abgelehnt.'],
  'no-hold': ['Kein früherer Umzug hält sie auf.'],
  'cost-not-known': [
    'Ein Umzug überträgt mindestens {transferMiB} MiB; wie lange er dauert und was er bringt, ist nicht bekannt, bevor einer empfohlen wird. Was ein Umzug kosten darf, ist nicht begrenzt.',
  ],
  'no-window': ['Kein Zeitfenster ist gesetzt: ein Umzug darf jederzeit beginnen.'],
  'not-recommended': ['Keine Empfehlung verlangt, dass diese VM umzieht.'],
  'mode-manual': ['Dieser Dienst empfiehlt; ein Umzug beginnt, wenn ein Administrator ihn ausführt.'],
  'mode-automatic': ['Der Cluster ist automatisch: was dringend genug ist, wird ungefragt ausgeführt.'],
  'not-asked': ['Der Balancer wurde noch nicht gefragt.'],
  'no-limit-compared': ['Der Balancer hat nichts mit seinen Grenzwerten verglichen.'],
  'cpu-load-within': ['Die CPU-Last von {loadPercent} % ist höchstens {highPercent} %.'],
  'memory-enough': [
    '{neededMiB} MiB werden gebraucht, Overhead inbegriffen; {maxSchedulingMiB} MiB dürfen noch zugesagt werden.',
    '{maxSchedulingMiB} MiB einplanbarer Speicher sind mindestens {limitMiB} MiB.',
  ],
  'memory-too-little': [
    '{neededMiB} MiB werden gebraucht, Overhead inbegriffen; {maxSchedulingMiB} MiB dürfen noch zugesagt werden.',
    '{leftMiB} MiB blieben zum Einplanen, weniger als {limitMiB} MiB.',
  ],
  'present-host': ['{vm} läuft schon hier.'],
} as const satisfies { readonly [Code in keyof typeof englishWhyReasons]: readonly string[] }
