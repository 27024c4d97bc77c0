/**
 * Fixed texts of the service, by what it says in English: of our own units, of plans, states of hosts, and what is to be done about
 * a failed call. What is not in it is shown as it is: a site's own unit speaks for itself.
 */
export const germanPhrases: Readonly<Record<string, string>> = {
  'Migrates a VM from the host with the least free memory when that is below a minimum':
    'Zieht eine VM vom Host mit dem wenigsten freien Speicher um, wenn das weniger als eine Mindestmenge ist',
  'Minimum free memory': 'Mindestmenge freien Speichers',
  'A host with less free physical memory than this gives a VM away. 0 turns balancing off. The engine reports memory in steps of 1 % of a host’s, so choose more than that.':
    'Ein Host mit weniger freiem physischem Speicher gibt eine VM ab. 0 schaltet den Ausgleich ab. Die Engine meldet Speicher in Schritten von 1 % des Hosts; wählen Sie mehr als das.',
  'Safe selection': 'Vorsichtige Auswahl',
  'On: moves the smallest VM. Off: the smallest VM that is larger than the missing memory, or else the largest that fits.':
    'Ein: Die kleinste VM zieht um. Aus: die kleinste VM, die größer als der fehlende Speicher ist, sonst die größte, die passt.',
  'What single VMs use of a CPU is not read: each counts with its share of its host’s use, by vCPUs.':
    'Was einzelne VMs von einer CPU brauchen, wird nicht gelesen: Jede zählt mit ihrem Anteil am Verbrauch ihres Hosts, nach vCPUs.',

  down: 'aus',
  error: 'Fehler',
  initializing: 'wird initialisiert',
  installing: 'wird installiert',
  'install failed': 'Installation gescheitert',
  maintenance: 'in Wartung',
  'non operational': 'nicht betriebsfähig',
  'non responsive': 'antwortet nicht',
  'pending approval': 'wartet auf Zulassung',
  'preparing for maintenance': 'geht in Wartung',
  connecting: 'wird verbunden',
  reboot: 'startet neu',
  unassigned: 'nicht zugeordnet',
  up: 'aktiv',
  'installing os': 'Betriebssystem wird installiert',
  kdumping: 'schreibt Speicherabbild',

  'Log in to the portal again and send its token as "Authorization: Bearer …".': 'Melden Sie sich neu am Portal an.',
  'Ask an administrator for a role with the named permission there.':
    'Bitten Sie einen Administrator um eine Rolle mit der genannten Berechtigung dort.',
  'Reload the list; the entry may have been removed.':
    'Laden Sie die Liste neu; der Eintrag wurde vielleicht entfernt.',
  'Use one of the methods that the Allow header names.': 'Verwenden Sie eine der Methoden, die der Allow-Header nennt.',
  'Correct the named field and send the request again.': 'Berichtigen Sie das genannte Feld und senden Sie erneut.',
  'Send less than the named number of bytes.': 'Senden Sie weniger als die genannte Zahl von Bytes.',
  'Reload: somebody or something changed it first.': 'Laden Sie neu: Jemand oder etwas hat es inzwischen geändert.',
  'Mend the named line; nothing was saved and the policies before are in force.':
    'Berichtigen Sie die genannte Zeile; nichts wurde gespeichert, und die bisherigen Richtlinien gelten weiter.',
  'Compare with the current values and save again.':
    'Vergleichen Sie mit den jetzigen Werten und speichern Sie erneut.',
  'The cluster changed since; wait for the next recommendation.':
    'Der Cluster hat sich seitdem geändert; warten Sie auf die nächste Empfehlung.',
  'Do in the Administration Portal what the message says, or dismiss it.':
    'Tun Sie im Administrationsportal, was die Meldung sagt, oder verwerfen Sie sie.',
  'Ask again, with more time (planner.seconds) where the cluster is large.':
    'Fragen Sie erneut, bei einem großen Cluster mit mehr Zeit (planner.seconds).',
  'Mend the plugin’s file as the message says; it is loaded again by itself.':
    'Berichtigen Sie die Datei des Plugins, wie die Meldung sagt; sie wird von selbst neu geladen.',
  'Compare with what the engine holds now, then save the rest again.':
    'Vergleichen Sie mit dem, was die Engine jetzt hat, und speichern Sie dann den Rest erneut.',
  'Read the engine’s message; nothing was changed.': 'Lesen Sie die Meldung der Engine; nichts wurde geändert.',
  'Check that the engine runs and that the service can reach it; we keep trying.':
    'Prüfen Sie, dass die Engine läuft und der Dienst sie erreicht; wir versuchen es weiter.',
  'The engine has not been read yet; try again in a few seconds.':
    'Die Engine wurde noch nicht gelesen; versuchen Sie es in ein paar Sekunden erneut.',
  'Wait a little and send fewer requests.': 'Warten Sie etwas und senden Sie weniger Anfragen.',
  'This is a defect; report it with the request id, which is also in the log.':
    'Das ist ein Fehler des Dienstes; melden Sie ihn mit der Id der Anfrage, die auch im Log steht.',
  'Change the mode of the cluster (automation.modes, or the portal) or the tag that the message names, or dismiss it.':
    'Ändern Sie den Modus des Clusters (automation.modes, oder im Portal) oder das Tag, das die Meldung nennt, oder verwerfen Sie sie.',
  'Nothing was changed. Mend the disk of the store as the message says; it is tried again by itself.':
    'Nichts wurde geändert. Die Platte des Speichers in Ordnung bringen, wie es die Meldung sagt; es wird von selbst wieder versucht.',
  'Send requests elsewhere, or again in a few seconds; the message says what is missing.':
    'Anfragen anderswohin schicken, oder in ein paar Sekunden noch einmal; die Meldung sagt, was fehlt.',
  'Nothing was changed; ask again for those that were not tried.':
    'Es wurde nichts geändert; fragen Sie erneut für die, die nicht versucht wurden.',
  'See that the host runs and that its port can be reached from this machine; we keep trying.':
    'Prüfen Sie, ob der Host läuft und sein Port von hier aus zu erreichen ist; es wird weiter versucht.',
  'See that the host lets us in: user, password or key as in hosts.*.':
    'Prüfen Sie, ob der Host uns einlässt: Benutzer, Passwort oder Schlüssel wie in hosts.*.',
  'See that hosts.caFile signed the host’s certificate, hosts.certificateFile is signed for the hosts, and none has expired.':
    'Prüfen Sie, ob hosts.caFile das Zertifikat des Hosts unterschrieben hat, hosts.certificateFile für die Hosts unterschrieben ist und keines abgelaufen ist.',
  'See what keeps the host busy; where it is only far away, raise hosts.callTimeout.':
    'Prüfen Sie, womit der Host beschäftigt ist; ist er nur weit weg, erhöhen Sie hosts.callTimeout.',
  'See that hosts.connect names what really answers there, with its port; if so, report it with the log.':
    'Prüfen Sie, ob hosts.connect nennt, was dort wirklich antwortet, mit seinem Port; wenn ja, melden Sie es mit dem Protokoll.',
  'Nothing, unless it stays: the host is asked again.':
    'Nichts, wenn es nicht so bleibt: Der Host wird wieder gefragt.',
  'Nothing: the VM has stopped or moved.': 'Nichts: Die VM wurde beendet oder ist umgezogen.',
  'Read what the host says; nothing was changed.': 'Lesen Sie, was der Host sagt; es wurde nichts geändert.',
  'See on the host what else decides on it.': 'Sehen Sie auf dem Host nach, wer sonst darüber entscheidet.',
  'Give its cluster another connection in hosts.connect, or go without.':
    'Geben Sie seinem Cluster in hosts.connect eine andere Verbindung, oder verzichten Sie darauf.',
  'Nothing: the connection was closed by us.': 'Nichts: Wir haben die Verbindung geschlossen.',
  'See that the host runs. As the service’s own user, run ssh to it once by hand: key and known_hosts must be in place, nothing is asked.':
    'Prüfen Sie, ob der Host läuft. Rufen Sie als Benutzer des Dienstes einmal ssh zu ihm auf: Schlüssel und known_hosts müssen da sein, gefragt wird nichts.',
  'See that libvirt runs on this machine and that the service’s own user may open its socket (group libvirt).':
    'Prüfen Sie, ob libvirt auf diesem Rechner läuft und der Benutzer des Dienstes seinen Socket öffnen darf (Gruppe libvirt).',
  'See that engine.url is the simulated engine.': 'Prüfen Sie, ob engine.url die simulierte Engine ist.',
}
