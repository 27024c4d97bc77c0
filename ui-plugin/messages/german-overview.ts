import type { englishOverview } from './english-overview.ts'

/** As `english-overview.ts`, in German. */
export const germanOverview: Readonly<Record<keyof typeof englishOverview, string>> = {
  'overview.status':
    '{within} von {clusters, plural, one {# Cluster ist} other {# Clustern sind}} innerhalb der Grenzen{unknown, plural, =0 {} other { (# nicht bekannt)}}; {open, plural, =0 {nichts wartet auf Sie} one {# Empfehlung wartet auf Sie} other {# Empfehlungen warten auf Sie}}.',
  'overview.hottest.memory': 'Am stärksten belastet ist {host} mit {percent} Speicher (Grenze {limit}).',
  'overview.hottest.cpu': 'Am stärksten belastet ist {host} mit {percent} CPU (Grenze {limit}).',

  'overview.clusters.beyond': '{hosts, plural, one {# Host über den Grenzen} other {# Hosts über den Grenzen}}',

  'overview.hosts.afterPlan': 'nach dem Plan mit {moves, plural, one {# Umzug} other {# Umzügen}}',
  'overview.hosts.limits': 'Grenzen: Speicher {memory}, CPU {cpu}',
  'overview.hosts.limits.free': 'Grenzen: {memory} frei, CPU {cpu}',

  'overview.costs.title': 'Warum {cluster} {score} von 100 hat',
  'overview.costs.none.title': 'Warum {cluster} keine Bewertung hat',
  'overview.costs.none': 'Kein aktiver Host darin liefert eine Angabe zu Speicher oder CPU.',
  'overview.costs.points': '−{points}',
  'overview.costs.pointsOf': '{points, plural, one {kostet # Punkt} other {kostet # Punkte}}',
  'overview.costs.more':
    '{count, plural, =0 {Der höchste Abzug zählt.} one {und # weiterer; der höchste Abzug zählt.} other {und # weitere; der höchste Abzug zählt.}}',
  'overview.costs.nothing': 'Nichts kostet Punkte.',

  'overview.next.title': 'Was in {cluster} zu tun ist',
  'overview.next.open':
    '{open, plural, =0 {Keine offenen Empfehlungen} one {# offene Empfehlung} other {# offene Empfehlungen}}',
  'overview.next.applying': 'Wird ausgeführt: {what}',
  'overview.next.why': 'Warum',
  'overview.mode.change': 'Automatik',
  'overview.mode.unknown': 'Modus nicht bekannt',
  'overview.mode.off': 'Aus: wird in Ruhe gelassen',
  'overview.mode.recommend': 'Empfiehlt nur',
  'overview.mode.approve': 'Zieht nach Ihrer Freigabe um',
  'overview.mode.automatic': 'Zieht selbsttätig um',
  'overview.mode.stopped': 'Alle Umzüge sind angehalten',
  'overview.mode.frozen': 'Zieht zurzeit nicht selbsttätig um',

  'overview.vms.title': 'VMs von {cluster}, die am schlechtesten stehen',
  'overview.vms.vm': 'VM',
  'overview.vms.host': 'Host',
  'overview.vms.score': 'Bewertung, von 100',
  'overview.vms.why': 'Warum',
  'overview.vms.cost': '{because} ({points})',
  'overview.vms.none':
    '{vms, plural, =0 {In {cluster} läuft keine VM.} one {Die VM steht bei 100 von 100: ihr Host ist höchstens zu 80 % belegt, und keine bindende Regel ist verletzt.} other {Alle # VMs stehen bei 100 von 100: ihre Hosts sind höchstens zu 80 % belegt, und keine bindende Regel ist verletzt.}}',

  'overview.runs.title': 'Letzte Umzüge',
  'overview.runs.what': 'Was',
  'overview.runs.state': 'Zustand',
  'overview.runs.when': 'Wann',
  'overview.runs.who': 'Von',
  'overview.runs.all': 'Verlauf',

  'overview.checks.title': 'Selbstprüfung',
  'overview.checks.status':
    '{bad, plural, =0 {{good} von {all} in Ordnung, nichts fehlerhaft} one {# fehlerhaft} other {# fehlerhaft}}',
  'overview.check.good': 'in Ordnung',
  'overview.check.bad': 'fehlerhaft',
  'overview.check.unknown': 'nicht bekannt',
  'overview.check.loading': 'Noch nicht bekannt: es wird erfragt.',
  'overview.check.service.good': 'Der Scheduler-Dienst antwortet.',
  'overview.check.service.bad': 'Der Scheduler-Dienst antwortet nicht, wie er soll.',
  'overview.check.engine.good': 'Die Engine ist erreichbar.',
  'overview.check.engine.bad': 'Die Engine ist seit {time} nicht lesbar: {problem}',
  'overview.check.engine.never': 'Die Engine wurde seit dem Start des Dienstes nicht gelesen.',
  'overview.check.engine.fix':
    'Prüfen Sie, ob ovirt-engine läuft und dieser Dienst sie mit seinem Konto erreicht; er versucht es weiter.',
  'overview.check.age.good': 'Die Werte sind {age} alt.',
  'overview.check.age.bad': 'Die Werte sind {age} alt; höchstens {limit} sind in Ordnung.',
  'overview.check.age.fix':
    'Laden Sie die Seite neu. Bleiben sie alt, steht im Protokoll des Dienstes, woran das Lesen der Engine scheitert.',
  'overview.check.age.unknown': 'Das Alter der Werte ist nicht bekannt: die Engine wurde noch nicht gelesen.',
  'overview.check.discovered.good':
    'Die Engine hat {units, plural, one {die Policy Unit} other {alle # Policy Units}} dieses Dienstes entdeckt, zuletzt um {time}.',
  'overview.check.discovered.earlier':
    'Die Engine hat {units, plural, one {die Policy Unit} other {alle # Policy Units}} dieses Dienstes entdeckt; wann, ist nicht bekannt, denn seit dieser Dienst es aufschreibt, hat sie nicht gefragt.',
  'overview.check.discovered.bad':
    'Die Engine verwendet {count, plural, one {# Policy Unit von {units}} other {# Policy Units von {units}}} nicht: {names}.',
  'overview.check.discovered.fix': 'Starten Sie ovirt-engine neu: sie fragt nur beim Start nach Policy Units.',
  'overview.check.discovered.unknown':
    'Welche Policy Units die Engine kennt, ist nicht bekannt: sie wurde noch nicht gelesen.',
  'overview.check.discovered.none': 'Dieser Dienst hat keine Policy Units, die die Engine entdecken könnte.',
  'overview.check.called.good': 'Die Engine rief diesen Dienst zuletzt um {time} auf.',
  'overview.check.called.unused':
    'Die Engine rief seit dem Start des Dienstes nicht an: keine Cluster-Richtlinie verwendet eine Unit dieses Dienstes.',
  'overview.check.called.waiting':
    'Die Engine rief seit dem Start des Dienstes nicht an. Sie ruft an, wenn sie eine VM in {clusters} platziert.',
  'overview.check.store.good': 'Was dieser Dienst behalten muss, ist schreibbar.',
  'overview.check.store.bad':
    'Der Speicher des Dienstes ist nicht schreibbar: nichts kann angewendet oder behalten werden.',
  'overview.check.store.fix':
    'Schaffen Sie Platz auf seinem Datenträger und prüfen Sie, wer in sein Verzeichnis schreiben darf.',
  'overview.check.apply.good': 'Sie dürfen Umzüge in {cluster} ausführen lassen.',
  'overview.check.apply.bad': 'Sie dürfen Umzüge in {cluster} nicht ausführen lassen.',
  'overview.check.apply.fix': 'Bitten Sie um eine Rolle mit „{permission}“ auf dem Cluster {cluster}.',
  'overview.check.stop.good': 'Sie dürfen alle Umzüge anhalten.',
  'overview.check.stop.bad': 'Sie dürfen nicht alle Umzüge anhalten.',
  'overview.check.reload.good': 'Sie dürfen Policy Units neu laden.',
  'overview.check.reload.bad': 'Sie dürfen Policy Units nicht neu laden.',
  'overview.check.system.fix': 'Bitten Sie um eine Rolle mit „{permission}“ im ganzen System.',
  'overview.check.units.good':
    '{units, plural, =0 {Es gibt keine Policy Units.} one {Die Policy Unit ist in Ordnung.} other {Keine von # Policy Units ist in Quarantäne, fehlt oder ist defekt.}}',
  'overview.check.units.fix': 'Beheben oder laden Sie sie unter Policy Units neu; dort steht, was jeder fehlt.',
}
