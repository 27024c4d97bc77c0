import type { englishPressureReasons } from './english-reasons-pressure.ts'

/** As `english-reasons-pressure.ts`, in German. */
export const germanPressureReasons = {
  'pressure-memory': [
    '{host} hat {available} Speicher verfügbar, seine Reserve ist {reserve}; mit {missing} mehr ist er nicht mehr knapp.',
  ],
  'pressure-cpu': [
    'Der am stärksten belastete Kern von {host} ist zu {highest} % gefragt, alle zusammen zu {demand} % dessen, was sie haben.',
  ],
  'pressure-vm-leaves': ['{vm} soll diesen Host verlassen, darum wird ihr nichts genommen:'],
  'pressure-nobody-leaves': ['Von keiner VM ist bekannt, dass sie diesen Host verlässt.'],
  'pressure-leavers-free-enough': [
    'VMs, die den Host verlassen sollen ({vms}), geben {freed} frei, genug für die fehlenden {missing}.',
  ],
  'pressure-leavers-free-part': [
    'VMs, die den Host verlassen sollen ({vms}), geben {freed} von den fehlenden {missing} frei.',
  ],
  'pressure-leavers-take-enough': [
    'VMs, die den Host verlassen sollen ({vms}), nehmen {taken} % der CPUs mit, es bleiben {left} %: genug.',
  ],
  'pressure-leavers-take-part': [
    'VMs, die den Host verlassen sollen ({vms}), nehmen {taken} % der CPUs mit, es bleiben {left} %: nicht genug.',
  ],
  'pressure-balloons-empty': [
    'Keine VM kann von den fehlenden {missing} etwas abgeben, ohne unter ihren garantierten Speicher zu kommen.',
  ],
  'pressure-balloons-enough': ['Balloons können {givable} abgeben, genug für die fehlenden {missing}.'],
  'pressure-balloons-part': [
    'Balloons können {givable} von den fehlenden {missing} abgeben, was allein nicht genug ist.',
  ],
  'pressure-balloons-free-no-cpu': ['Balloons geben keine CPU frei.'],
  'pressure-ksm-none': ['Es gibt kein KSM, oder wir dürfen es nicht schalten.'],
  'pressure-ksm-not-needed': [
    'KSM würde CPU kosten, die auch knapp ist, und Balloons können {givable} abgeben, genug für die fehlenden {missing}.',
  ],
  'pressure-ksm-starts': ['KSM beginnt und spart vielleicht etwas von den fehlenden {missing}.'],
  'pressure-ksm-runs': ['KSM läuft und spart vielleicht etwas von den fehlenden {missing}.'],
  'pressure-ksm-unwanted': ['KSM ist aus, und niemand will es jetzt.'],
  'pressure-ksm-frees-no-cpu': ['KSM gibt keine CPU frei, es kostet welche.'],
  'pressure-ksm-costs-cpu': [
    'KSM würde CPU kosten, die knapp ist: Der am stärksten belastete Kern ist zu {highest} % gefragt, alle zu {demand} %.',
  ],
  'pressure-pins-free-no-memory': ['vCPUs zu binden gibt keinen Speicher frei.'],
  'pressure-pins-unwanted': [
    'Keine vCPU soll woandershin; der am stärksten belastete Kern ist zu {highest} % gefragt.',
  ],
  'pressure-pins-help': ['Pins bringen den am stärksten belasteten Kern von {highest} auf {after} %.'],
  'pressure-pins-help-little': [
    'Pins bringen den am stärksten belasteten Kern nur von {highest} auf {after} %; sie werden gesetzt, zählen aber nicht als Abhilfe.',
  ],
  'pressure-pins-first': [
    'Pins kommen zuerst: Sie bringen den am stärksten belasteten Kern von {highest} auf {after} %, und VMs wollen {demand} % der CPUs, nicht mehr als da ist.',
  ],
  'pressure-caps-free-no-memory': ['CPU zu begrenzen gibt keinen Speicher frei.'],
  'pressure-caps-unwanted': ['Die Richtlinie will keine VM begrenzen.'],
  'pressure-caps': [
    'VMs, die die Richtlinie begrenzt: {caps}. Pins reichen nicht: Der am stärksten belastete Kern ist mit ihnen zu {after} % gefragt, und VMs wollen {demand} % der CPUs.',
  ],
  'pressure-migrate-leaving': ['Schon auf dem Weg: {vms}. Erst zeigt sich, was das bringt.'],
  'pressure-migrate-requested': ['Die Host-Richtlinie fragt schon nach {vm}.'],
  'pressure-migrate-asked': [
    'Vor {minutes} min wurde nach einer VM gefragt; nach einer anderen wird nach {pauseMinutes} min gefragt.',
  ],
  'pressure-migrate-nobody': ['Keine seiner {vms} VMs darf weg und würde etwas bringen.'],
  'pressure-vm-frees-enough': ['{vm} gibt {freed} frei, und trotz Balloons fehlen {remaining}.'],
  'pressure-vm-frees-most': [
    '{vm} gibt {freed} frei, am meisten von allen, von den {remaining}, die trotz Balloons fehlen.',
  ],
  'pressure-cpus-suffice': ['VMs wollen {demand} % der CPUs, nicht mehr als da ist: Niemand muss weg.'],
  'pressure-cpus-not-yet': [
    'VMs wollen {demand} % der CPUs, mehr als da ist, in Runde {rounds} von {patience}, die es dauern muss.',
  ],
  'pressure-vm-takes-enough': ['Ohne {vm} wollen VMs {left} % der CPUs statt {demand} %.'],
  'pressure-vm-takes-most': ['Ohne {vm} wollen VMs {left} % der CPUs statt {demand} %; keine andere bringt mehr.'],
} as const satisfies { readonly [Code in keyof typeof englishPressureReasons]: readonly string[] }
