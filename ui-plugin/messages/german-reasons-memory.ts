import type { englishMemoryReasons } from './english-reasons-memory.ts'

/** As `english-reasons-memory.ts`, in German. */
export const germanMemoryReasons = {
  'memory-swaps': ['{vmName} lagert {kibPerS} KiB/s aus: Sie bekommt sofort {given}.'],
  'memory-faults-rise': [
    '{vmName} hat {perS} große Seitenfehler in der Sekunde, sonst {usualPerS}: Sie bekommt sofort {given}.',
  ],
  'memory-below-guarantee': ['{vmName} hat {current}, weniger als die garantierten {min}: Sie bekommt {given}.'],
  'memory-starves': ['{vmName} hat zu wenig, {usable} nutzbar und damit unter {starve}: Sie bekommt {given}.'],
  'memory-called-off': [
    '{vmName} ist knapp geworden, {usable} nutzbar: Sie behält {current} und muss nicht auf {downFrom} herunter.',
  ],
  'memory-for-others': ['{vmName} gibt {taken} ab, {usable} nutzbar und damit über {free}: Anderen fehlen {unmet}.'],
  'memory-for-host': [
    '{vmName} gibt {taken} ab, {usable} nutzbar und damit über {free}: Dem Host fehlen {missing} an seiner Reserve von {reserve}.',
  ],
  'memory-room-again': ['{vmName} bekommt {given} zurück, bis zu {max}: Der Host hat {room} mehr als seine Reserve.'],
  'memory-emergency': [
    'Fast nichts ist mehr übrig: {available} sind verfügbar bei einer Reserve von {reserve}; {given} werden gegeben, {taken} genommen von {givable}, die VMs geben könnten.',
  ],
  'memory-wanting': [
    '{available} sind verfügbar bei einer Reserve von {reserve}; VMs brauchen {need}, {budget} dürfen gegeben werden; {given} werden gegeben, {taken} genommen von {givable}, die VMs geben könnten.',
  ],
  'memory-calm': [
    '{available} sind verfügbar bei einer Reserve von {reserve}; keine VM hat zu wenig; {given} werden gegeben, {taken} genommen von {givable}, die VMs geben könnten.',
  ],
  'memory-settling': [
    'Sie wurde vor weniger als zwei Minuten gestartet oder kam da erst her: Ihr Speicher wird in Ruhe gelassen, bis sie sich eingelebt hat.',
  ],
  'memory-not-running': ['{vmName} läuft nicht, sondern ist {state}.'],
  'memory-unresponsive': ['{vmName} antwortet nicht.'],
  'memory-no-balloon': ['{vmName} hat keinen Balloon.'],
  'memory-balloon-off': ['Der Balloon von {vmName} ist abgeschaltet.'],
  'memory-usable-unknown': ['{vmName} sagt nicht, wie viel Speicher sie entbehren kann.'],
  'memory-stale': ['{vmName} hat seit {age} nichts von ihrem Speicher gesagt, länger als {stale}.'],
  'memory-fixed': ['{vmName} sind {min} garantiert, und mehr als {max} darf sie nicht haben.'],
  'memory-above-maximum': ['{vmName} hat {current}, mehr als die {max}, die sie haben darf.'],
} as const satisfies { readonly [Code in keyof typeof englishMemoryReasons]: readonly string[] }
