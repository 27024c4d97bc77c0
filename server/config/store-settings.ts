import { identifier, integer, oneOf, postgresUrl, text } from './setting.ts'

/** Where the service remembers, and how that survives a broken disk. Part of `settings`. */
export const storeSettings = {
  'store.file': text({
    default: '/var/lib/ovirt-scheduler/ovirt-scheduler.db',
    argument: '<file>',
    help: 'SQLite file that keeps recommendations, runs and the audit.',
  }),
  'store.url': postgresUrl({
    default: '',
    help: 'PostgreSQL database that keeps the same instead, e.g. postgres://ovirt_scheduler@db.example/ovirt_scheduler?sslmode=verify-full. Any number of replicas may share it. Empty: store.file.',
  }),
  'store.passwordFile': text({
    default: '',
    argument: '<file>',
    help: 'File whose first line is the password of the user in store.url; must be readable by its owner only. Empty: the server asks for none.',
  }),
  'store.schema': identifier({
    default: 'ovirt_scheduler',
    help: 'Schema in that database; made where it is missing, and another beside it whose name ends in _jobs.',
  }),
  'store.connections': integer({
    default: 8,
    min: 2,
    max: 50,
    unit: 'connections',
    help: 'How many connections to the database one replica may open, besides three for what replicas tell each other.',
  }),
  'store.backupDirectory': text({
    default: '',
    argument: '<dir>',
    help: 'Where backups of it are kept, better on another disk. Empty: in "backups" beside the file.',
  }),
  'store.backupInterval': integer({
    default: 60,
    min: 0,
    max: 10_080,
    unit: 'minutes',
    help: 'How often a backup is made and checked; 0: none is.',
  }),
  'store.hourlyBackups': integer({
    default: 3,
    min: 1,
    max: 48,
    unit: 'backups',
    help: 'Of how many hours the newest backup is kept.',
  }),
  'store.dailyBackups': integer({
    default: 3,
    min: 0,
    max: 90,
    unit: 'backups',
    help: 'Of how many days the newest backup is kept, besides.',
  }),
  'store.whenDamaged': oneOf({
    default: 'refuse',
    choices: ['refuse', 'restore'],
    help: 'What a damaged file means at the start. refuse: the service says so and ends. restore: it goes back to the newest good backup, keeps the damaged file under another name, and says what is lost.',
  }),
}
