/** Texts of the drawer: a plan over time, and what decided a move. Part of `english`. */
export const englishDetails = {
  'timeline.title': 'Steps over time, and the hosts at each point',
  'timeline.summary':
    '{steps, plural, one {# step} other {# steps}} in {groups, plural, one {# group} other {# groups}}, {parallel, plural, one {one at a time} other {up to # at once}}, about {duration}',
  'timeline.thinned': 'Too many steps to draw each one: the height is how many run at the same time.',
  'timeline.estimated': 'Times are those of the plan; the states are those of the run.',
  'timeline.step': '{number}: {vm}, {from} → {to}, {duration}',
  'timeline.step.state': '{step}, {state}',
  'timeline.move': '{from} → {to}, {duration}',
  'timeline.states': 'How many steps are where',
  'timeline.slider': 'Point in the plan',
  'timeline.play': 'Play the plan',
  'timeline.pause': 'Pause',
  'timeline.back': 'To the point before',
  'timeline.on': 'To the next point',
  'timeline.before': 'Now, before the first step',
  'timeline.at': '{done, plural, =0 {At the start} other {After # of {steps}}} ({time})',
  'timeline.sentence': '{when}: {hosts}.',
  'timeline.host': '{host} CPU {cpu}, memory {memory}',
  'timeline.sentence.unknown':
    '{when}: how full the hosts are is not known, since this plan was made before steps carried their figures.',
  'timeline.underWay': 'Under way',
  'timeline.underWay.none': 'No migration is under way at this point.',
  'timeline.underWay.more': 'and {count} more',
  'timeline.hosts.order':
    'Of {count, plural, one {# host} other {# hosts}} on which something changes, those first that differ most from now at this point.',
  'timeline.key.at': 'at this point of the plan',

  'detail.effect.cpuUnknown': 'CPU afterwards is not known: the engine gave no figure for the CPU of one of the hosts.',
  'detail.effect.cpuNote':
    'What a single VM uses of a CPU is not read: it counts with its share of its host’s use, by vCPUs.',
  'detail.effect.free': '{before} → {after} free',
  'detail.cost.memory': 'Memory of the VM',
  'detail.cost.transfer': 'Sent in all',
  'detail.cost.again': '{memory}, of which {again} for pages that are written meanwhile',
  'detail.cost.duration': 'Duration',
  'detail.cost.duration.unknown': 'not known: the service has no figure for the speed of the migration network',
  'detail.cost.standstill': 'Pause at the end',
  'detail.cost.standstill.unknown': 'not known: it was not predicted for this move',

  'choice.runnerUp': 'Runner-up',
  'choice.runnerUp.none': 'No other host could take it, so there is none.',
  'choice.runnerUp.points':
    '{host}, with {points, plural, one {# point} other {# points}}; {to} has {toPoints, plural, one {# point} other {# points}}.',
  'choice.runnerUp.loses': 'It {loss}.',
  'choice.runnerUp.ahead':
    'By the weights of the policy it is not behind; who proposed the move puts {to} first by a measure of its own.',
  'choice.runnerUp.refused': '{host}, which a filter refuses now:',
  'choice.runnerUp.unknown': '{host}. Its points are not known: the engine’s policy was not asked about it.',
  'choice.checks': 'Checks of {to}',
  'choice.checks.unknown': 'Not known: the engine’s policy was not asked about {to}.',
  'choice.flips': 'Would flip if',
  'choice.flips.elsewhere': 'By the weights alone, {vm} would go to {chosen}. It would be {to}, if:',
  'choice.flips.nowhere': 'By the weights alone, {vm} would be placed nowhere. It would be {to}, if:',
  'choice.flips.nothing': 'Nothing simple would make {to} first.',
  'choice.asOfNow': 'By the engine’s policy {policy}, as the cluster stands now.',
  'choice.over':
    'Runner-up, checks and what would flip the choice are told while a move is open. They are not kept afterwards, and the cluster has changed since.',
} as const
