import type { englishBalanceReasons } from './english-reasons-balance.ts'

/** As `english-reasons-balance.ts`, in German. */
export const germanBalanceReasons = {
  'balancing-off': ['Die Scheduling-Richtlinie dieses Clusters gleicht nicht aus.'],
  'no-balancer': ['Die Richtlinie {policy} hat keinen Balancer der Engine.'],
  'nothing-to-move': ['Nichts umzuziehen.'],
  'too-few-hosts': ['Nichts auszugleichen: teilnehmende Hosts: {hosts}, nötig: 2.'],
  'moves-found': ['Umzüge gefunden: {candidates}.'],
  'no-source': ['Kein Host muss VMs abgeben.'],
  'no-vm-fits': ['Keine VM darf umziehen.'],
  'destination-cpus-taken': ['{vm} auf {host}: Keine CPU bliebe zum Teilen.'],
  'destination-cpu': ['{vm} auf {host}: Die CPU-Last wäre {loadPercent} %, mehr als {highPercent} %.'],
  'destination-fits': ['{vm} passt auf {host}.'],
  'destination-memory': ['{vm} auf {host}: {leftMiB} MiB blieben übrig, nicht mehr als {aboveMiB} MiB.'],
  'no-other-host': ['Für {vm} gibt es keinen Host außer ihrem eigenen, {host}.'],
  'vms-pending': ['VMs auf dem Weg zu ihm: {pending}.'],
  'vm-between-states': ['{vm} darauf ist im Zustand {status}.'],
  'not-most-vms': ['{slots} VM-Plätze, weniger als die meisten, {worst}.'],
  'few-vms': ['{slots} VM-Plätze, weniger als {highVms}.'],
  'most-vms': ['{slots} VM-Plätze sind die meisten, und mindestens {highVms}.'],
  'fewer-vms': ['{slots} VM-Plätze sind mindestens {threshold} weniger als {worst}.'],
  'similar-vms': ['{slots} VM-Plätze sind nicht {threshold} weniger als {worst}.'],
  'bad-property': ['Nichts wird ausgeglichen: Die Eigenschaft {property} ist „{value}“, keine ganze Zahl von MiB.'],
  'memory-limit-off': [
    'Es gibt keine Grenze, unter der Speicher knapp ist.',
    'Es gibt keine Grenze, über der Speicher reichlich ist.',
  ],
  'memory-short-few-vms': [
    '{maxSchedulingMiB} MiB einplanbarer Speicher sind weniger als {limitMiB} MiB, aber der Host hat {vmCount} von {minVms} VMs.',
  ],
  'memory-short': ['{maxSchedulingMiB} MiB einplanbarer Speicher sind weniger als {limitMiB} MiB.'],
  'memory-not-plenty': ['{maxSchedulingMiB} MiB einplanbarer Speicher sind nicht mehr als {limitMiB} MiB.'],
  'memory-plenty-few-vms': [
    '{maxSchedulingMiB} MiB einplanbarer Speicher sind mehr als {limitMiB} MiB, aber der Host hat {vmCount} von {minVms} VMs.',
  ],
  'memory-plenty': ['{maxSchedulingMiB} MiB einplanbarer Speicher sind mehr als {limitMiB} MiB.'],
  'vcpu-ratio-high': ['Seine VMs haben {vcpus} vCPUs auf {cpus} CPUs: {limitRatio} oder mehr je CPU.'],
  'cpu-load-below': ['Die CPU-Last von {loadPercent} % liegt unter {limitPercent} %.'],
  'cpu-load-without-vms': [
    'Die CPU-Last von {loadPercent} % ist mindestens {limitPercent} %, aber der Host hat keine VMs.',
  ],
  'cpu-load-brief': [
    'Die CPU-Last von {loadPercent} % ist mindestens {limitPercent} %, aber noch keine {minutes} min lang.',
    'Die CPU-Last von {loadPercent} % liegt über {highPercent} %, aber noch keine {minutes} min lang.',
  ],
  'cpu-load-high': [
    'Die CPU-Last von {loadPercent} % ist seit mindestens {minutes} min {limitPercent} % oder mehr.',
    'Die CPU-Last von {loadPercent} % liegt über {highPercent} %.',
  ],
  'cpu-load-not-low': ['Die CPU-Last von {loadPercent} % liegt nicht unter {limitPercent} %.'],
  'cpu-low-few-vms': [
    'Die CPU-Last von {loadPercent} % liegt unter {limitPercent} %, aber der Host hat {vmCount} von {minVms} VMs.',
  ],
  'cpu-low-brief': [
    'Die CPU-Last von {loadPercent} % liegt unter {limitPercent} %, war aber in den letzten {minutes} min außerhalb der Grenzen.',
  ],
  'cpu-load-low': ['Die CPU-Last von {loadPercent} % liegt unter {limitPercent} %.'],
  'power-management-off': ['Die Richtlinie schaltet Hosts weder ein noch aus.'],
  'no-power-saving': ['Die Richtlinie spart keinen Strom.'],
  'spare-host-off': ['{host} ruht in Wartung und wird nicht gebraucht: Er wird ausgeschaltet.'],
  'reserve-met': ['Das ist wie gewünscht.'],
  'wake-resting': ['{host} ruht in Wartung und wird aktiviert.'],
  'start-host': ['{host} wurde von der Richtlinie ausgeschaltet und wird gestartet.'],
  'no-host-to-wake': ['Die Richtlinie hat keinen ruhenden Host, den sie wecken darf.'],
  'spare-host-rests': ['{host} ist leer und geht in Wartung.'],
  'no-host-may-rest': [
    'Kein leerer Host darf ruhen: Jeder ist der Pool Manager, ausgenommen, in schlechtem Zustand oder ohne Energieverwaltung.',
  ],
} as const satisfies { readonly [Code in keyof typeof englishBalanceReasons]: readonly string[] }
