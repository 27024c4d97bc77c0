import type { Reasons } from './english-reasons.ts'
import { germanBalanceReasons } from './german-reasons-balance.ts'
import { germanFilterReasons } from './german-reasons-filter.ts'
import { germanMemoryReasons } from './german-reasons-memory.ts'
import { germanMoveReasons } from './german-reasons-move.ts'
import { germanPinReasons } from './german-reasons-pins.ts'
import { germanPressureReasons } from './german-reasons-pressure.ts'
import { germanRuleReasons } from './german-reasons-rule.ts'
import { germanWeightReasons } from './german-reasons-weight.ts'
import { germanWhyReasons } from './german-reasons-why.ts'

export const germanReasons: Reasons = {
  ...germanWhyReasons,
  ...germanFilterReasons,
  ...germanWeightReasons,
  ...germanBalanceReasons,
  ...germanRuleReasons,
  ...germanMoveReasons,
  ...germanPressureReasons,
  ...germanPinReasons,
  ...germanMemoryReasons,
  'unit-disabled': ['{unit} ist abgeschaltet: Sie wird nicht gefragt.'],
  'no-host-measured': ['Kein Host ist aktiv und hat eine bekannte Menge freien Speichers.'],
  'no-host-below-minimum': ['Keiner von {hosts} Hosts hat weniger als die Mindestmenge von {minimumMiB} MiB frei.'],
  'smallest-vm': [
    '{host} hat {freeMiB} MiB frei, {missingMiB} MiB weniger als die Mindestmenge von {minimumMiB} MiB. {vm} mit {memoryMiB} MiB ist die kleinste VM dort, die umziehen kann.',
  ],
  'smallest-sufficient-vm': [
    '{host} hat {freeMiB} MiB frei, {missingMiB} MiB weniger als die Mindestmenge von {minimumMiB} MiB. {vm} mit {memoryMiB} MiB ist die kleinste VM dort, die mehr als das frei macht.',
  ],
  'largest-vm': [
    '{host} hat {freeMiB} MiB frei, {missingMiB} MiB weniger als die Mindestmenge von {minimumMiB} MiB. {vm} mit {memoryMiB} MiB ist die größte VM, die anderswo Platz hat, macht aber nicht genug frei.',
  ],
  'no-destination': [
    '{host} hat {freeMiB} MiB frei, {missingMiB} MiB weniger als die Mindestmenge von {minimumMiB} MiB, aber kein anderer Host hat darüber hinaus Platz.',
    'Kein Host hat über seiner Mindestmenge Platz für die {memoryMiB} MiB von {vm}.',
    'Kein Host darf VMs aufnehmen.',
  ],
  'no-movable-vm': [
    '{host} hat {freeMiB} MiB frei, {missingMiB} MiB weniger als die Mindestmenge von {minimumMiB} MiB, aber keine der VMs dort darf umziehen und hat anderswo Platz.',
    '{host} hat keine VM, die frei umziehen darf.',
  ],
  'enough-memory': ['{host} hat {freeMiB} MiB frei, nicht weniger als die Mindestmenge von {minimumMiB} MiB.'],
  'other-host-first': [
    '{host} hat {freeMiB} MiB frei, ebenfalls weniger als die Mindestmenge von {minimumMiB} MiB, aber {firstHost} hat {firstFreeMiB} MiB und kommt zuerst.',
  ],
  'nothing-to-take': ['{host} könnte {roomMiB} MiB aufnehmen, aber keine VM von {fromHost} kann dorthin.'],
  'frees-too-little': [
    '{vm} hat {memoryMiB} MiB; {chosenVm} mit {chosenMiB} MiB macht mehr als die fehlenden {missingMiB} MiB frei.',
  ],
  'same-size': ['{vm} hat {memoryMiB} MiB; {chosenVm} mit {chosenMiB} MiB kommt dem Namen nach zuerst.'],
  'larger-than-chosen': ['{vm} hat {memoryMiB} MiB; {chosenVm} mit {chosenMiB} MiB ist kleiner.'],
  'smaller-than-chosen': ['{vm} hat {memoryMiB} MiB; {chosenVm} mit {chosenMiB} MiB macht mehr frei.'],
  'vm-does-not-fit': ['{host} kann {roomMiB} MiB aufnehmen, {vm} hat {memoryMiB} MiB.'],
  'vm-restricted': ['{vm} darf nicht auf {host} laufen.'],
  'host-not-up': [
    '{host} ist im Zustand {status}, nicht aktiv.',
    '{host} ist in unbekanntem Zustand, nicht aktiv.',
    '{host} ist in einem Zustand, der nicht bekannt ist, nicht aktiv.',
    'Der Host ist im Zustand {status}, nicht aktiv.',
  ],
  'free-memory-unknown': ['Die Engine nannte keinen freien Speicher für {host}.'],
  'free-memory-not-positive': ['Die Engine meldet {freeMiB} MiB frei auf {host}; das ist keine glaubhafte Zahl.'],
  'at-minimum': ['{host} hat genau die Mindestmenge von {minimumMiB} MiB frei und nichts abzugeben.'],
  'scheduling-memory-unknown': [
    '{host} hat {freeMiB} MiB frei, aber die Engine sagte nicht, wie viel sie dort noch einplanen würde.',
  ],
  'no-scheduling-memory': ['{host} hat {freeMiB} MiB frei, aber die Engine würde dort keinen Speicher mehr einplanen.'],
  'vm-memory-unknown': ['Die Engine nannte keine Speichergröße für {vm}.'],
  'restricted-to-hosts': ['{vm} darf nur auf bestimmten Hosts laufen, und keiner davon hat Platz.'],
  'too-large': ['{vm} hat {memoryMiB} MiB; der geräumigste Host dafür, {host}, kann {roomMiB} MiB aufnehmen.'],
  'hosted-engine': ['In {vm} läuft die Engine selbst; nur deren eigene Agenten ziehen sie um.'],
  migrating: ['{vm} zieht bereits um.'],
  'status-unknown': ['Die Engine nannte keinen bekannten Zustand für {vm}.'],
  'not-up': ['{vm} ist im Zustand {status}, nicht aktiv.'],
  pinned: ['{vm} ist an ihren Host gebunden.'],
  'manual-migration-only': ['{vm} zieht nur um, wenn ein Mensch es verlangt.'],

  uneven: [
    'Die Hosts nutzen ihren Speicher verschieden stark: Standardabweichung {deviation} Punkte.',
    'Die Hosts nutzen ihre CPU verschieden stark: Standardabweichung {deviation} Punkte.',
  ],
  'host-full': ['{host} nutzt {used} % seines Speichers.', '{host} nutzt {used} % seiner CPU.'],

  'plan-of-balance': [
    '{cluster} kommt von {before} auf {after} von 100 Punkten: {moves} Umzüge, etwa {duration}.',
    '{cluster} kommt von {before} auf {after} von 100 Punkten: {moves} Umzug, etwa {duration}.',
  ],
  'plan-of-density': [
    'In {cluster} werden {empty} Hosts leer ({hosts}): {moves} Umzüge, etwa {duration}.',
    'In {cluster} werden {empty} Hosts leer ({hosts}): {moves} Umzug, etwa {duration}.',
  ],
  'plan-of-repair': [
    'Verletzte Regeln und Überlast in {cluster} werden behoben: {moves} Umzüge, etwa {duration}.',
    'Verletzte Regeln und Überlast in {cluster} werden behoben: {moves} Umzug, etwa {duration}.',
  ],
  'plan-of-evacuate': [
    'Auf {hosts} läuft nichts mehr: {moves} Umzüge, etwa {duration}.',
    'Auf {hosts} läuft nichts mehr: {moves} Umzug, etwa {duration}.',
    'Was gehen kann, geht: {moves} Umzüge, etwa {duration}.',
    'Was gehen kann, geht: {moves} Umzug, etwa {duration}.',
  ],
  'plan-of-restore': [
    'VMs von {cluster} gehen dahin zurück, wo sie waren: {moves} Umzüge, etwa {duration}.',
    'VMs von {cluster} gehen dahin zurück, wo sie waren: {moves} Umzug, etwa {duration}.',
  ],
  'plan-gain': ['Ohne diesen Umzug steht der Cluster um {gain} Punkte schlechter da.'],
  'plan-needed': ['Andere Umzüge des Plans brauchen ihn.'],
  'plan-parking': ['{vm} geht vorübergehend nach {to}, damit eine andere nach {from} kommen kann.'],
  'plan-density': ['{from} kann geleert werden, und {to} hat Platz.'],
  'plan-evacuate': ['{from} soll geleert werden.'],
  'plan-make-room': ['{vm} macht auf {from} Platz für eine VM, die dorthin muss.'],
  'plan-restore': ['{vm} geht dahin zurück, wo sie war.'],
  'no-host': ['Kein Host, den die Regeln {vm} lassen, hat Platz für sie.'],
  'no-way': [
    '{vm} kommt nicht nach {to}: Unterwegs ist kein Platz.',
    '{vm} kommt nicht nach {to}: Sie muss von {foes} getrennt sein.',
  ],
  'filter-rejects': ['{unit} lehnt {to} ab:'],
  'vm-excluded': [
    'Sie hat das Tag {tag} und wird in Ruhe gelassen.',
    '{vm} hat das Tag {tag} und wird in Ruhe gelassen.',
  ],
  'moved-lately': ['Sie ist kürzlich umgezogen und bleibt noch {minutes} min.'],
  'earlier-step-failed': ['Nicht gemacht, da der Umzug von {vm} davor nicht gelang.'],
  cancelled: [
    '{user} hat den Lauf angehalten, bevor dies begann.',
    'Der Lauf wurde angehalten, bevor {vm} umzuziehen begann.',
  ],
  'moves-fail': ['Von den letzten {moves} Umzügen sind {failed} gescheitert.'],
  'figures-stale': ['Die Werte der Engine sind {ageS} s alt.'],
  'figures-impossible': [
    'Die CPU-Last, die die Engine von {host} meldet, kann nicht stimmen.',
    'Der benutzte Speicher, den die Engine von {host} meldet, kann nicht stimmen.',
    'Der freie Speicher, den die Engine von {host} meldet, kann nicht stimmen.',
  ],
  'figures-jump': ['Der Speicher von {host} hat sich geändert, als wäre die Einheit eine andere.'],
  'figures-frozen': ['Die Werte aller Hosts waren {times}-mal die gleichen.'],
  'taken-back': ['{user} hat zurückgenommen, was dieser Dienst umgezogen hatte: {vms}.'],
  'trust-low': [
    'Die letzten {runs} Läufe von {unit} brachten {percent} % von dem, was sie versprachen; verlangt sind {floor} %.',
  ],
  'budget-spent': [
    'In {cluster} gab es in der letzten Stunde {begun} automatische Umzüge; höchstens {budget} sind erlaubt.',
    'In {cluster} gab es am letzten Tag {begun} automatische Umzüge; höchstens {budget} sind erlaubt.',
  ],
  'window-closed': ['Es ist außerhalb der Zeiten für automatische Umzüge in {cluster}:'],
  stopped: ['{user} hat alle Umzüge angehalten: {why}', '{user} hat alle Umzüge angehalten'],
  'too-many-failed': ['Nicht begonnen, da {failed} Umzüge davor gescheitert sind.'],
  'newer-answer': ['Der Balancer hat eine neuere Antwort:'],
  dismissed: ['{user} hat sie verworfen: {why}', '{user} hat sie verworfen.'],
  snoozed: ['{user} hat sie zurückgestellt.'],
  'newer-plan': [
    'Es gibt einen neueren Plan.',
    'Es gibt nichts mehr umzuziehen.',
    'Die Zurückstellung ist vorbei; was nun nötig ist, wird neu geplant.',
  ],
  'other-controller': ['Jemand anderes zieht die VMs um, die dieser Dienst umgezogen hat: {vms}.'],
}
