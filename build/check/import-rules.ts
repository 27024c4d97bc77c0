/**
 * Who may import whom, by folder: the longest matching key speaks for a file. A folder may always import itself.
 * The table is the architecture; it changes only together with the README that explains it.
 */
const shared = ['shared/measure', 'shared/model', 'shared/policy', 'shared/sdk', 'shared/plan', 'shared/api']
const upTo = (name: string) => shared.slice(0, shared.indexOf(`shared/${name}`) + 1)
const settled = ['server/config', 'server/telemetry']
const pure = [
  'server/protocol',
  'server/language',
  'server/model',
  'server/units',
  'server/planner',
  'server/scheduling',
]
const services = ['server/runtime', 'server/tuning', 'server/apply']

export const importRules: Readonly<Record<string, readonly string[]>> = {
  'shared/measure': upTo('measure'),
  'shared/model': upTo('model'),
  'shared/policy': upTo('policy'),
  'shared/sdk': upTo('sdk'),
  'shared/plan': upTo('plan'),
  'shared/api': upTo('api'),

  'server/protocol': shared,
  'server/language': shared,
  'server/model': shared,
  'server/units': [...shared, 'server/model'],
  'server/planner': [...shared, 'server/model'],
  'server/scheduling': [...shared, 'server/model'],

  'server/config': shared,
  'server/telemetry': shared,

  'server/engine': [...shared, ...settled, 'server/protocol'],
  'server/hosts': [...shared, ...settled, 'server/protocol'],
  'server/store': [...shared, ...settled, 'server/protocol'],

  // Only the database's address and connection: what is stored is no business of it.
  'server/replicas': [...shared, ...settled, 'server/store/postgres-database.ts'],

  'server/runtime': [...shared, ...pure, ...settled],
  'server/planning': [...shared, ...pure],
  // Runs inside a plugin's process, where no package can be reached.
  'server/runtime/boot': ['shared/model', 'shared/policy', 'shared/sdk', 'server/runtime/sandbox/plugin-wire.ts'],
  'server/tuning': [...shared, ...pure, ...settled],
  'server/apply': [...shared, ...pure, ...settled],

  'server/cycles': [...shared, ...settled, ...services, 'server/model', 'server/planner', 'server/scheduling'],
  'server/xmlrpc': [...shared, ...settled, ...services, 'server/model', 'server/protocol'],
  'server/api': [...shared, ...settled, ...services, 'server/model', 'server/scheduling'],

  // A product of its own: an engine, not a part of the service. It meets the service only over the wire.
  'server/simulator': [...shared, ...settled, ...pure],
  // Browser code inside it: the stand-in portal page.
  'server/simulator/webadmin/page': ['shared/measure', 'shared/model'],

  // Composition: builds everything, starts it, stops it. Nothing imports it.
  'server/cli': [...shared, 'server', 'build/ui', 'package.json'],
  'server/main.ts': ['server/cli'],

  'ui-plugin': [...shared, 'ui-plugin'],
  'ui-plugin/portal': [...shared],
  'ui-plugin/api': [...shared, 'ui-plugin/portal'],
  'ui-plugin/messages': [...shared],
  'ui-plugin/static': [],
  'ui-plugin/components': [...shared, 'ui-plugin/messages'],
  'ui-plugin/pages': [
    ...shared,
    'ui-plugin/static',
    'ui-plugin/components',
    'ui-plugin/dialogs',
    'ui-plugin/api',
    'ui-plugin/messages',
    'ui-plugin/portal',
  ],
  'ui-plugin/dialogs': [...shared, 'ui-plugin/components', 'ui-plugin/api', 'ui-plugin/messages', 'ui-plugin/portal'],

  build: ['build'],
  // Pages are made from where settings and routes are declared.
  'build/docs': ['server/config', 'server/api', 'package.json'],
  test: ['test', 'shared', 'server', 'ui-plugin', 'build'],
}

/** Packages that may be used in few places only. Everything else in package.json may be used anywhere a rule allows. */
export const packageRules: Readonly<Record<string, readonly string[]>> = {
  // What a plugin imports runs in its sandbox, without any package; its own name stands in its description.
  'shared/sdk': ['ovirt-scheduler'],
  // shared/ runs in the browser and in the service: pure libraries only.
  shared: ['zod'],
  'server/planner': [],
  'server/units': [],
  'server/model': [],
  'server/runtime/boot': ['node:module', 'node:stream', 'node:url'],
}
