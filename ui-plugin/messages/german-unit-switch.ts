import type { englishUnitSwitch } from './english-unit-switch.ts'

/** As `english-unit-switch.ts`, in German. */
export const germanUnitSwitch: Readonly<Record<keyof typeof englishUnitSwitch, string>> = {
  'units.state.disabled': 'Abgeschaltet',
  'units.disabled.by': 'von {name}, {time}',
  'units.disabled.why': 'von {name}, {time}: {why}',
  'units.detail.disabled': 'Abgeschaltet',
  'units.detail.disabled.means': 'Niemand fragt sie, und sie fehlt, wenn die Engine nach Einheiten fragt.',
  'units.detail.policies': 'In Richtlinien',
  'units.detail.policies.none': 'keiner',
  'units.detail.failedAt': 'um {time}',
  'units.status.disabled': '{count, plural, one {# abgeschaltet} other {# abgeschaltet}}',
  'units.status.builtIn.disabled':
    '{units, plural, one {# Einheit, eingebaut} other {# Einheiten, alle eingebaut}}; {disabled}.',
  'units.engine.seen.disabled':
    'Die Engine kennt sie, fragt bis zu ihrem nächsten Start weiter und bekommt keine Meinung; dann findet sie sie nicht mehr und schaltet sie ab.',
  'units.engine.not_seen.disabled':
    'Die Engine kennt sie nicht und erfährt nichts von ihr, solange sie abgeschaltet ist.',
  'units.engine.disabled.disabled': 'Auch die Engine hat sie abgeschaltet.',

  'units.disable': 'Abschalten',
  'units.disable.of': '{unit} abschalten',
  'units.disable.title': 'Die Richtlinieneinheit {unit} abschalten?',
  'units.disable.confirm': 'Abschalten',
  'units.disable.failed': '{unit} wurde nicht abgeschaltet',
  'units.enable': 'Anschalten',
  'units.enable.of': '{unit} anschalten',
  'units.enable.title': 'Die Richtlinieneinheit {unit} anschalten?',
  'units.enable.confirm': 'Anschalten',
  'units.enable.failed': '{unit} wurde nicht angeschaltet',
  'units.switch.reason': 'Grund, für alle, die später fragen',

  'units.disable.loosens': 'Ihre Regel wird in {clusters} nicht mehr gelten',
  'units.disable.loosens.body':
    'Als Filter hält sie VMs von Hosts fern. Abgeschaltet lässt sie jeden Host zu: VMs dürfen dann starten oder umziehen, wo sie es jetzt verbietet.',
  'units.disable.filter.unused': 'Als Filter hält sie VMs von Hosts fern; abgeschaltet lässt sie jeden Host zu.',
  'units.disable.score': 'Als Gewichtung wird sie keinen Host mehr vorziehen.',
  'units.disable.balance':
    'Als Balancer wird sie keine Umzüge mehr verlangen, und ihre offenen Empfehlungen verschwinden. Kein anderer Balancer tritt an ihre Stelle.',
  'units.disable.policies':
    'Sie bleibt in {count, plural, one {der Richtlinie} other {den Richtlinien}} {policies} und hat dort nichts zu sagen.',
  'units.use.clusters': 'Cluster, die sie verwenden: {clusters}.',
  'units.use.none': 'Die Richtlinie keines Clusters verwendet sie.',
  'units.use.unknown': 'Wer sie verwendet, ist nicht bekannt: Die Engine wurde noch nicht gelesen.',
  'units.disable.engine.seen':
    'Die Engine fragt bis zu ihrem nächsten Start weiter und bekommt keine Meinung. Nach Einheiten fragt sie nur beim Start; dann findet sie diese nicht und schaltet sie in ihren Richtlinien ab.',
  'units.disable.engine.not_seen':
    'Die Engine kennt sie nicht und erfährt nichts von ihr, solange sie abgeschaltet ist.',
  'units.disable.engine.disabled': 'Die Engine hat sie bereits abgeschaltet.',
  'units.disable.engine.unknown': 'Ob die Engine sie kennt, ist nicht bekannt: Die Engine wurde noch nicht gelesen.',
  'units.disable.replaces':
    'Die eingebaute Einheit dieses Namens tritt nicht an ihre Stelle: Der Name bleibt abgeschaltet.',
  'units.disable.kept': 'Sie bleibt über Neustarts und neues Laden abgeschaltet, bis jemand sie anschaltet.',
  'units.enable.was': '{name} hat sie abgeschaltet ({time}): {why}',
  'units.enable.was.noReason': '{name} hat sie abgeschaltet ({time}), ohne einen Grund zu nennen.',
  'units.enable.filter':
    'Als Filter wird sie VMs wieder von Hosts fernhalten. VMs, die laufen, wo sie es verbietet, bleiben dort.',
  'units.enable.score': 'Als Gewichtung wird sie wieder Hosts vorziehen.',
  'units.enable.balance': 'Als Balancer wird sie wieder Umzüge verlangen.',
  'units.enable.engine.seen': 'Die Engine kennt sie noch und hört ihre Meinung ab dem nächsten Aufruf.',
  'units.enable.engine.not_seen':
    'Die Engine kennt sie noch nicht und fragt nur beim Start nach Einheiten: Starten Sie danach ovirt-engine neu.',
  'units.enable.engine.disabled':
    'Die Engine hat sie inzwischen abgeschaltet und fragt nur beim Start nach Einheiten: Starten Sie danach ovirt-engine neu. In den Richtlinien, die sie haben, kommt sie zurück.',
  'units.enable.engine.unknown': 'Ob die Engine sie kennt, ist nicht bekannt: Die Engine wurde noch nicht gelesen.',
  'units.enable.quarantined': 'Sie wird noch in Quarantäne sein: {problem}',

  'units.filter': 'Einheiten nach Zustand zeigen',
  'units.filter.all': 'Alle {count, number}',
  'units.filter.active': 'Aktiv {count, number}',
  'units.filter.disabled': 'Abgeschaltet {count, number}',
  'units.filter.quarantined': 'In Quarantäne {count, number}',
  'units.filter.not_seen': 'Von der Engine noch ungesehen {count, number}',
  'units.filter.used': 'Von Clustern verwendet {count, number}',
  'units.filter.none': 'Keine Einheit ist in diesem Zustand.',

  'units.verdicts': 'Letzte Urteile',
  'units.verdicts.of': 'Letzte Urteile von {unit}',
  'units.verdicts.none': 'Noch nicht gefragt, seit der Dienst um {time} gestartet wurde.',
  'units.verdicts.kept':
    'Die letzten {keeps, number} Aufrufe der Engine und die letzten {keeps, number} anderen, seit der Dienst um {time} gestartet wurde.',
  'units.verdicts.new': '{count, plural, one {# neues zeigen} other {# neue zeigen}}',
  'units.verdicts.time': 'Zeit',
  'units.verdicts.by': 'Gefragt von',
  'units.verdicts.about': 'Über',
  'units.verdicts.answer': 'Antwort',
  'units.verdicts.ms': 'ms',
  'units.verdicts.by.engine': 'Engine',
  'units.verdicts.by.cycle': 'Empfehlungen',
  'units.verdicts.by.gate': 'Prüfung vor einem Umzug',
  'units.verdicts.by.explain': 'Erklärung',
  'units.verdict.failed': 'Gescheitert',
  'units.verdict.silent': 'Keine Antwort',
  'units.verdict.noHosts': 'Wurde nach keinem Host gefragt.',
  'units.verdict.kept.all': '{of, plural, one {Ließ den einen Host} other {Ließ alle # Hosts}} zu.',
  'units.verdict.kept': 'Ließ {kept, number} von {of, plural, one {# Host} other {# Hosts}} zu.',
  'units.verdict.rejected': '{host}: {reason}',
  'units.verdict.more': '{count, plural, one {# weiterer Host abgelehnt.} other {# weitere Hosts abgelehnt.}}',
  'units.verdict.scored.none': 'Bewertete keinen von {of, plural, one {# Host} other {# Hosts}}.',
  'units.verdict.score.one': 'Bewertete {host} mit {value} von 100.',
  'units.verdict.score':
    'Bewertete {scored} von {of} Hosts: am besten {best} mit {bestValue} von 100, am schlechtesten {worst} mit {worstValue}.',
  'units.verdict.cost.one': 'Kosten von {host}: {value}.',
  'units.verdict.cost':
    'Kosten von {scored} von {of} Hosts: am billigsten {best} mit {bestValue}, am teuersten {worst} mit {worstValue}.',
  'units.verdict.moves': '{vm} nach {to} umziehen.',
  'units.verdict.moves.from': '{vm} von {from} nach {to} umziehen.',
  'units.verdict.moves.more': '{to} oder {count, plural, one {# anderem} other {# anderen}}',
}
