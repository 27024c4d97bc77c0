/** Texts of the overview. */
export const englishOverview = {
  'overview.status':
    '{within} of {clusters, plural, one {# cluster is} other {# clusters are}} within limits{unknown, plural, =0 {} other { (# not known)}}; {open, plural, =0 {nothing is waiting for you} one {# recommendation is waiting for you} other {# recommendations are waiting for you}}.',
  'overview.hottest.memory': 'The hottest host is {host} at {percent} memory (limit {limit}).',
  'overview.hottest.cpu': 'The hottest host is {host} at {percent} CPU (limit {limit}).',

  'overview.clusters.beyond': '{hosts, plural, one {# host beyond limits} other {# hosts beyond limits}}',

  'overview.hosts.afterPlan': 'after the plan of {moves, plural, one {# move} other {# moves}}',
  'overview.hosts.limits': 'limits: memory {memory}, CPU {cpu}',
  'overview.hosts.limits.free': 'limits: {memory} free, CPU {cpu}',

  'overview.costs.title': 'Why {cluster} has {score} of 100',
  'overview.costs.none.title': 'Why {cluster} has no score',
  'overview.costs.none': 'No host of it that is up gives a figure of memory or CPU.',
  'overview.costs.points': '−{points}',
  'overview.costs.pointsOf': '{points, plural, one {costs # point} other {costs # points}}',
  'overview.costs.more':
    '{count, plural, =0 {The highest counts.} one {and # more; the highest counts.} other {and # more; the highest counts.}}',
  'overview.costs.nothing': 'Nothing costs points.',

  'overview.next.title': 'What to do in {cluster}',
  'overview.next.open':
    '{open, plural, =0 {No open recommendations} one {# open recommendation} other {# open recommendations}}',
  'overview.next.applying': 'Being carried out: {what}',
  'overview.next.why': 'Why',
  'overview.mode.change': 'Automation',
  'overview.mode.unknown': 'Mode not known',
  'overview.mode.off': 'Off: left alone',
  'overview.mode.recommend': 'Recommends only',
  'overview.mode.approve': 'Moves after your approval',
  'overview.mode.automatic': 'Moves by itself',
  'overview.mode.stopped': 'All moves are stopped',
  'overview.mode.frozen': 'Makes no moves by itself now',

  'overview.vms.title': 'VMs of {cluster} that stand worst',
  'overview.vms.vm': 'VM',
  'overview.vms.host': 'Host',
  'overview.vms.score': 'Score, of 100',
  'overview.vms.why': 'Why',
  'overview.vms.cost': '{because} ({points})',
  'overview.vms.none':
    '{vms, plural, =0 {No VM runs in {cluster}.} one {Its VM stands at 100 of 100: its host has at most 80 % in use, and no binding rule is broken.} other {All # VMs stand at 100 of 100: their hosts have at most 80 % in use, and no binding rule is broken.}}',

  'overview.runs.title': 'Last moves',
  'overview.runs.what': 'What',
  'overview.runs.state': 'State',
  'overview.runs.when': 'When',
  'overview.runs.who': 'By',
  'overview.runs.all': 'History',

  'overview.checks.title': 'Self-check',
  'overview.checks.status':
    '{bad, plural, =0 {{good} of {all} in order, none at fault} one {# at fault} other {# at fault}}',
  'overview.check.good': 'in order',
  'overview.check.bad': 'at fault',
  'overview.check.unknown': 'not known',
  'overview.check.loading': 'Not known yet: it is being asked for.',
  'overview.check.service.good': 'The scheduler service answers.',
  'overview.check.service.bad': 'The scheduler service does not answer as it should.',
  'overview.check.engine.good': 'The engine can be reached.',
  'overview.check.engine.bad': 'The engine cannot be read since {time}: {problem}',
  'overview.check.engine.never': 'The engine has not been read since the service started.',
  'overview.check.engine.fix':
    'Check that ovirt-engine runs and that this service can reach it with its account; it keeps trying.',
  'overview.check.age.good': 'The figures are {age} old.',
  'overview.check.age.bad': 'The figures are {age} old; at most {limit} is in order.',
  'overview.check.age.fix':
    'Refresh the page. If they stay old, look into the log of the service for reads of the engine.',
  'overview.check.age.unknown': 'The age of the figures is not known: the engine has not been read yet.',
  'overview.check.discovered.good':
    'The engine has discovered {units, plural, one {the policy unit} other {all # policy units}} of this service, last at {time}.',
  'overview.check.discovered.earlier':
    'The engine has discovered {units, plural, one {the policy unit} other {all # policy units}} of this service; when is not known, as it has not asked since this service has been writing it down.',
  'overview.check.discovered.bad':
    'The engine uses {count, plural, one {# policy unit of {units}} other {# policy units of {units}}} not: {names}.',
  'overview.check.discovered.fix': 'Restart ovirt-engine: it asks for policy units only when it starts.',
  'overview.check.discovered.unknown': 'Which policy units the engine knows is not known: it has not been read yet.',
  'overview.check.discovered.none': 'This service has no policy units for the engine to discover.',
  'overview.check.called.good': 'The engine last called this service at {time}.',
  'overview.check.called.unused':
    'The engine has not called since the service started: no cluster’s policy uses a unit of this service.',
  'overview.check.called.waiting':
    'The engine has not called since the service started. It calls when it places a VM in {clusters}.',
  'overview.check.store.good': 'What this service must remember can be written.',
  'overview.check.store.bad': 'The store cannot be written: nothing can be applied or remembered.',
  'overview.check.store.fix': 'Make room on its disk, and check who may write into its directory.',
  'overview.check.apply.good': 'You may have moves carried out in {cluster}.',
  'overview.check.apply.bad': 'You may not have moves carried out in {cluster}.',
  'overview.check.apply.fix': 'Ask an administrator for a role with “{permission}” on the cluster {cluster}.',
  'overview.check.stop.good': 'You may stop all moves.',
  'overview.check.stop.bad': 'You may not stop all moves.',
  'overview.check.reload.good': 'You may reload policy units.',
  'overview.check.reload.bad': 'You may not reload policy units.',
  'overview.check.system.fix': 'Ask an administrator for a role with “{permission}” in the whole system.',
  'overview.check.units.good':
    '{units, plural, =0 {There are no policy units.} one {The policy unit is in order.} other {None of # policy units is quarantined, missing or broken.}}',
  'overview.check.units.fix': 'Mend or reload them under Policy units, which says what is wrong with each.',
} as const
