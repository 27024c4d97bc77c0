import type { englishDetails } from './english-details.ts'

export const germanDetails: Readonly<Record<keyof typeof englishDetails, string>> = {
  'timeline.title': 'Die Schritte im Verlauf, und die Hosts zu jedem Zeitpunkt',
  'timeline.summary':
    '{steps, plural, one {# Schritt} other {# Schritte}} in {groups, plural, one {# Gruppe} other {# Gruppen}}, {parallel, plural, one {einer nach dem anderen} other {bis zu # zugleich}}, etwa {duration}',
  'timeline.thinned': 'Zu viele Schritte, um jeden zu zeichnen: Die Höhe sagt, wie viele zugleich laufen.',
  'timeline.estimated': 'Die Zeiten sind die des Plans, die Zustände die des Laufs.',
  'timeline.step': '{number}: {vm}, {from} → {to}, {duration}',
  'timeline.step.state': '{step}, {state}',
  'timeline.move': '{from} → {to}, {duration}',
  'timeline.states': 'Wie viele Schritte wo stehen',
  'timeline.slider': 'Zeitpunkt im Plan',
  'timeline.play': 'Den Plan abspielen',
  'timeline.pause': 'Anhalten',
  'timeline.back': 'Zum Zeitpunkt davor',
  'timeline.on': 'Zum nächsten Zeitpunkt',
  'timeline.before': 'Jetzt, vor dem ersten Schritt',
  'timeline.at': '{done, plural, =0 {Zu Beginn} other {Nach # von {steps}}} ({time})',
  'timeline.sentence': '{when}: {hosts}.',
  'timeline.host': '{host} CPU {cpu}, Speicher {memory}',
  'timeline.sentence.unknown':
    '{when}: Wie voll die Hosts sind, ist nicht bekannt; als der Plan gemacht wurde, trugen Schritte ihre Zahlen noch nicht.',
  'timeline.underWay': 'Unterwegs',
  'timeline.underWay.none': 'Zu diesem Zeitpunkt ist keine Migration unterwegs.',
  'timeline.underWay.more': 'und {count} weitere',
  'timeline.hosts.order':
    'Von {count, plural, one {# Host} other {# Hosts}}, auf denen sich etwas ändert, zuerst die, die zu diesem Zeitpunkt am meisten von jetzt abweichen.',
  'timeline.key.at': 'zu diesem Zeitpunkt des Plans',

  'detail.effect.cpuUnknown':
    'Die CPU danach ist nicht bekannt: Zur CPU eines der Hosts hat die Engine keine Zahl geliefert.',
  'detail.effect.cpuNote':
    'Was eine einzelne VM an CPU braucht, wird nicht gelesen: Sie zählt mit ihrem Anteil am Verbrauch ihres Hosts, nach vCPUs.',
  'detail.effect.free': '{before} → {after} frei',
  'detail.cost.memory': 'Speicher der VM',
  'detail.cost.transfer': 'Insgesamt gesendet',
  'detail.cost.again': '{memory}, davon {again} für Seiten, die unterdessen geschrieben werden',
  'detail.cost.duration': 'Dauer',
  'detail.cost.duration.unknown':
    'nicht bekannt: Zur Geschwindigkeit des Migrationsnetzes liegt dem Dienst keine Zahl vor',
  'detail.cost.standstill': 'Stillstand am Ende',
  'detail.cost.standstill.unknown': 'nicht bekannt: Für diesen Umzug wurde er nicht vorhergesagt',

  'choice.runnerUp': 'Zweiter',
  'choice.runnerUp.none': 'Kein anderer Host könnte sie aufnehmen, also gibt es keinen.',
  'choice.runnerUp.points':
    '{host} mit {points, plural, one {# Punkt} other {# Punkten}}; {to} hat {toPoints, plural, one {# Punkt} other {# Punkte}}.',
  'choice.runnerUp.loses': 'Er {loss}.',
  'choice.runnerUp.ahead':
    'Nach den Gewichtungen der Richtlinie liegt er nicht zurück; wer den Umzug vorschlägt, setzt {to} nach eigenem Maß an die erste Stelle.',
  'choice.runnerUp.refused': '{host}, den jetzt ein Filter ablehnt:',
  'choice.runnerUp.unknown':
    '{host}. Seine Punkte sind nicht bekannt: Die Richtlinie der Engine wurde nicht nach ihm gefragt.',
  'choice.checks': 'Prüfungen von {to}',
  'choice.checks.unknown': 'Nicht bekannt: Die Richtlinie der Engine wurde nicht nach {to} gefragt.',
  'choice.flips': 'Anders käme es',
  'choice.flips.elsewhere': 'Nach den Gewichtungen allein käme {vm} auf {chosen}. Auf {to} käme sie so:',
  'choice.flips.nowhere': 'Nach den Gewichtungen allein käme {vm} nirgendwohin. Auf {to} käme sie so:',
  'choice.flips.nothing': 'Mit nichts Einfachem käme {to} an die erste Stelle.',
  'choice.asOfNow': 'Nach der Richtlinie {policy} der Engine, so wie der Cluster jetzt steht.',
  'choice.over':
    'Zweiter, Prüfungen und was die Wahl ändern würde stehen da, solange ein Umzug offen ist. Danach werden sie nicht aufbewahrt, und der Cluster hat sich seither verändert.',
}
