import type { englishMemoryReasons } from './english-reasons-memory.ts'

/** As `english-reasons-memory.ts`, in German. */
export const germanMemoryReasons = {
  'memory-swaps': ['{vmName} lagert {kibPerS} KiB/s aus: Sie bekommt sofort {givenKiB} KiB.'],
  'memory-faults-rise': [
    '{vmName} hat {perS} große Seitenfehler in der Sekunde, sonst {usualPerS}: Sie bekommt sofort {givenKiB} KiB.',
  ],
  'memory-below-guarantee': [
    '{vmName} hat {currentKiB} KiB, weniger als die garantierten {minKiB} KiB: Sie bekommt {givenKiB} KiB.',
  ],
  'memory-starves': [
    '{vmName} hat zu wenig, {usableKiB} KiB nutzbar und damit unter {starveKiB} KiB: Sie bekommt {givenKiB} KiB.',
  ],
  'memory-called-off': [
    '{vmName} ist knapp geworden, {usableKiB} KiB nutzbar: Sie behält {currentKiB} KiB und muss nicht auf {downFromKiB} KiB herunter.',
  ],
  'memory-for-others': [
    '{vmName} gibt {takenKiB} KiB ab, {usableKiB} KiB nutzbar und damit über {freeKiB} KiB: Anderen fehlen {unmetKiB} KiB.',
  ],
  'memory-for-host': [
    '{vmName} gibt {takenKiB} KiB ab, {usableKiB} KiB nutzbar und damit über {freeKiB} KiB: Dem Host fehlen {missingKiB} KiB an seiner Reserve von {reserveKiB} KiB.',
  ],
  'memory-room-again': [
    '{vmName} bekommt {givenKiB} KiB zurück, bis zu {maxKiB} KiB: Der Host hat {roomKiB} KiB mehr als seine Reserve.',
  ],
  'memory-emergency': [
    'Fast nichts ist mehr übrig: {availableKiB} KiB sind verfügbar bei einer Reserve von {reserveKiB} KiB; {givenKiB} KiB werden gegeben, {takenKiB} KiB genommen von {givableKiB} KiB, die VMs geben könnten.',
  ],
  'memory-calm': [
    '{availableKiB} KiB sind verfügbar bei einer Reserve von {reserveKiB} KiB; keine VM hat zu wenig; {givenKiB} KiB werden gegeben, {takenKiB} KiB genommen von {givableKiB} KiB, die VMs geben könnten.',
  ],
  'memory-settling': [
    'Sie wurde vor weniger als zwei Minuten gestartet oder kam da erst her: Ihr Speicher wird in Ruhe gelassen, bis sie sich eingelebt hat.',
  ],
  'memory-not-running': ['{vmName} läuft nicht, sondern ist {state}.'],
  'memory-unresponsive': ['{vmName} antwortet nicht.'],
  'memory-no-balloon': ['{vmName} hat keinen Balloon.'],
  'memory-balloon-off': ['Der Balloon von {vmName} ist abgeschaltet.'],
  'memory-usable-unknown': ['{vmName} sagt nicht, wie viel Speicher sie entbehren kann.'],
  'memory-stale': ['{vmName} hat seit {ageMs} ms nichts von ihrem Speicher gesagt, länger als {staleMs} ms.'],
  'memory-fixed': ['{vmName} sind {minKiB} KiB garantiert, und mehr als {maxKiB} KiB darf sie nicht haben.'],
  'memory-above-maximum': ['{vmName} hat {currentKiB} KiB, mehr als die {maxKiB} KiB, die sie haben darf.'],
} as const satisfies { readonly [Code in keyof typeof englishMemoryReasons]: readonly string[] }
