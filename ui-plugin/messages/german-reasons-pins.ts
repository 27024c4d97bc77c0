import type { englishPinReasons } from './english-reasons-pins.ts'

/** As `english-reasons-pins.ts`, in German. */
export const germanPinReasons = {
  'pin-even-out': [
    'vCPU {vcpu} von {vm} ({demand} %) geht von CPU {from} auf CPU {to}, damit beide gleichmäßiger belastet sind: Aus Lasten von {fromBefore} % und {toBefore} % werden {fromAfter} % und {toAfter} %.',
  ],
  'pin-home-node': [
    'vCPU {vcpu} von {vm} ({demand} %) geht von CPU {from} auf CPU {to}, zurück zum Knoten ihres Speichers: Aus Lasten von {fromBefore} % und {toBefore} % werden {fromAfter} % und {toAfter} %.',
  ],
  'pin-swap': [
    'vCPU {vcpu} von {vm} ({demand} %) geht von CPU {from} auf CPU {to}, im Tausch gegen eine andere: Aus Lasten von {fromBefore} % und {toBefore} % werden {fromAfter} % und {toAfter} %.',
  ],
  'pin-release': [
    'VMs und der Host selbst nutzen {demand} % seiner CPUs, weniger als {below} %: Was gebunden war, wird zurückgegeben.',
  ],
  'pin-idle': ['VMs und der Host selbst nutzen {demand} % seiner CPUs: Bis {above} % wird nichts gebunden.'],
  'pin-none-movable': ['Keine vCPU hier darf verschoben werden; {leftAlone} VMs werden in Ruhe gelassen.'],
  'pin-even': [
    'Kerne sind zu {lowest} % bis {highest} % belastet; das ist gleichmäßig genug, die Spanne ist {margin} %.',
  ],
  'pin-nothing-fits': [
    'Kerne sind zu {lowest} % bis {highest} % belastet, und kein Umsetzen oder Tauschen der {vcpus} vCPUs, die verschoben werden dürfen, bringt {margin} % oder mehr.',
  ],
  'pin-waiting': [
    'Kerne sind zu {lowest} % bis {highest} % belastet: Ein Umsetzen hülfe, gesehen in {round} der {patience} Runden in Folge, die es dazu braucht.',
  ],
  'pin-held': ['Ein Umsetzen hülfe, aber nicht jetzt:'],
  'pin-moved': [
    '1 vCPU wird umgesetzt, die Spreizung der Lasten geht von {before} % auf {after} %; eine Runde setzt höchstens {most} um.',
    '1 vCPU wird umgesetzt, die Spreizung der Lasten geht von {before} % auf {after} %; mehr ist jetzt nicht zu gewinnen.',
    '{moves} vCPUs werden umgesetzt, die Spreizung der Lasten geht von {before} % auf {after} %; eine Runde setzt höchstens {most} um.',
    '{moves} vCPUs werden umgesetzt, die Spreizung der Lasten geht von {before} % auf {after} %; mehr ist jetzt nicht zu gewinnen.',
  ],
  'pin-vm-rate': ['Von {vm} werden innerhalb einer Stunde höchstens {most} vCPUs umgesetzt.'],
  'pin-moved-lately': [
    'vCPU {vcpu} von {vm} wurde vor {ago} umgesetzt, und ihr Bedarf hat sich seither um nicht mehr als {change} % geändert.',
  ],
  'pin-left-lately': ['vCPU {vcpu} von {vm} ginge dorthin zurück, von wo sie umgesetzt wurde.'],
  'pin-vm-confined': ['Jede vCPU von {vm} ist für CPUs eines einzigen Kerns eingerichtet.'],
  'pin-vm-state': ['{vm} läuft nicht einfach: {state}.'],
  'pin-vm-unresponsive': ['Das QEMU von {vm} antwortet nicht.'],
  'pin-vm-new': ['{vm} ist erst seit weniger als zwei Ablesungen hier.'],
  'pin-vcpus-not-told': ['Der Host sagt nicht, wie lange jede vCPU von {vm} lief.'],
  'pin-vcpu-new': ['vCPU {vcpu} von {vm} ist neu oder hat neu zu zählen begonnen.'],
  'pin-vcpu-place': ['Der Host sagt nicht, auf welcher CPU vCPU {vcpu} von {vm} ist.'],
  'pin-vcpu-elsewhere': [
    'vCPU {vcpu} von {vm} ist auf CPU {cpu}, die für andere vorgehalten wird oder abgeschaltet ist.',
  ],
  'pin-set-by-others': [
    'Jemand anderes hat sie seither gebunden: Sie wird eine Stunde lang in Ruhe gelassen, mit den Pins, die sie hat.',
  ],

  'vm-leaves': ['{vm} soll nach {host}.'],
  'vm-migrating': ['{vm} zieht gerade auf einen anderen Host um.'],
  'vm-unmanaged': ['Die Engine kennt diese VM nicht.'],
  'vm-is-engine': ['Es ist die VM der Engine selbst.'],
  'vm-tags-unknown': ['Welche VMs in Ruhe gelassen werden sollen, ist noch nicht bekannt.'],
  'vm-pinned-by-hand': ['Ihre vCPUs sind in der Engine von Hand gebunden.'],
  'vm-pinned-by-policy': ['Die Engine bindet ihre vCPUs: Sie sind zugeteilt oder folgen ihren NUMA-Knoten.'],
  'vm-high-performance': ['Sie ist eine Hochleistungs-VM oder sieht die CPU des Hosts, wie sie ist.'],
  'vm-platinum': ['Sie ist von der Klasse Platin, deren Speicher nie angerührt wird.'],
  'vm-no-ballooning': ['Ballooning ist in ihrem Cluster abgeschaltet.'],

  'restore-off': [
    'Die Steuerung dieses Hosts wurde abgeschaltet: Was sie geändert hatte, geht dahin zurück, wie es vorgefunden wurde.',
  ],
  'restore-idle': [
    'Der Host ist unbeschäftigt: Seine CPUs brauchen keine Pins, und der Kernel darf packen und hochtakten, wie er will.',
  ],
  'restore-leaving': ['Die VM soll diesen Host verlassen: Ihre vCPUs gehen dahin zurück, wie sie vorgefunden wurden.'],
  'restore-restart': [
    'Der Dienst wurde neu gestartet: Pins von vorher gehen dahin zurück, wie sie vorgefunden wurden.',
  ],
  'restore-stop': ['Der Dienst hält an: Was er geändert hatte, geht dahin zurück, wie es vorgefunden wurde.'],
  'restore-excluded': [
    'Die VM soll nicht mehr ausgeglichen werden: Ihre vCPUs gehen dahin zurück, wie sie vorgefunden wurden.',
  ],
} as const satisfies { readonly [Code in keyof typeof englishPinReasons]: readonly string[] }
