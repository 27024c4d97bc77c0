import type { englishRuleReasons } from './english-reasons-rule.ts'

/** As `english-reasons-rule.ts`, in German. */
export const germanRuleReasons = {
  'manual-only': [
    '{vm} ist die Engine selbst: Sie zieht nicht automatisch um.',
    '{vm} ist die Engine selbst: Ein Mensch muss darauf bestehen.',
    '{vm} soll nur von Hand umziehen: Sie zieht nicht automatisch um.',
    '{vm} soll nur von Hand umziehen: Ein Mensch muss darauf bestehen.',
  ],
  'already-migrating': ['{vm} zieht bereits um.'],
  'not-responding': ['{vm} antwortet nicht.'],
  'io-error': ['{vm} ist angehalten, da ihr Speicherplatz ausgefallen ist.'],
  'not-running': ['{vm} ist im Zustand {status}, in dem sie nicht umziehen kann.'],
  'may-migrate': ['{vm} ist im Zustand {status} und darf umziehen.'],
  'host-rule-broken': [
    '{vm} läuft auf einem Host, der Regeln mit Hosts verletzt: {groups}.',
    '{vm} läuft auf einem Host, der Wünschen mit Hosts widerspricht: {groups}.',
  ],
  'vm-rule-broken': [
    '{vm} läuft getrennt von anderen VMs aus {groups}, die zusammengehören.',
    '{vm} läuft zusammen mit einer anderen VM aus {groups}, die getrennt gehören.',
  ],
  'migration-in-progress': ['Keine Regel wird durchgesetzt, während VMs umziehen: {vm} tut es.'],
  'upgrade-mode': ['Keine Regel wird durchgesetzt, während der Cluster aktualisiert wird.'],
  'repair-impossible': [],
  'no-more-repairs': ['Keine andere VM verletzt eine Regel.'],
  'affinity-kept': ['Keine VM verletzt eine Affinitätsregel.'],
  'rules-looked-at': [],
  'held-together': ['Die Regel {group} hält sie mit anderen VMs zusammen ({others}); eine allein darf nicht weg.'],
  'recovery-timed-out': [
    'Ihr Host hat sich nicht rechtzeitig von einem Absturz erholt: Ein Umzug könnte nur scheitern.',
  ],
  'policy-no': ['Der Cluster zieht keine VMs von einem ausfallenden Host weg.'],
  'not-highly-available': ['Der Cluster zieht nur hochverfügbare VMs von einem ausfallenden Host weg.'],
  'host-failing': [
    '{host} ist nicht betriebsfähig. Von den VMs darauf ({vms}) sollten weg: {moving}.',
    '{host} ist nicht betriebsfähig, und der Cluster zieht VMs wie {vm} von solchen Hosts weg.',
  ],
  'host-emptied': [
    '{host} geht in Wartung. Keine VM muss weg.',
    '{host} geht in Wartung. Seine VMs gehen in dieser Reihenfolge: {order} und {more} weitere.',
    '{host} geht in Wartung. Seine VMs gehen in dieser Reihenfolge: {order}.',
  ],
  'maintenance-blocked': ['{host} kann nicht in Wartung gehen:'],
  'host-lost': ['{host} ist ausgefallen. Hochverfügbare VMs darauf: {vms}; davon fänden {homeless} keinen Host.'],
  'ha-vm-homeless': [
    '{vm} ist hochverfügbar und lief auf {host}.',
    '{vm} ist hochverfügbar und aus, und kann nicht starten:',
  ],
  'ha-vm-down': ['{vm} ist hochverfügbar und aus; sie würde auf {host} starten.'],
  'no-ha-vms': ['Der Host hat keine hochverfügbaren VMs.'],
  'ha-vms-unplaced': ['Von seinen {vms} hochverfügbaren VMs fänden {unplaced} keinen Host.'],
  'ha-vms-covered': ['Die anderen Hosts nähmen seine {vms} hochverfügbaren VMs auf.'],
  'ha-vm-unplaced': ['{vm} braucht {memoryMiB} MiB und {cpuPercent} % CPU:'],
} as const satisfies { readonly [Code in keyof typeof englishRuleReasons]: readonly string[] }
