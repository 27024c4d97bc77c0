import { integer, oneOf, text, texts } from './setting.ts'

/** How the hosts themselves are tuned by policies. Part of `settings`. */
export const tuningSettings = {
  'tuning.modes': texts({
    default: ['*=observe'],
    argument: '<CLUSTER=MODE,…>',
    help: 'How the hosts of a cluster are tuned: off, observe (figures are kept), dry-run (shows what its policy would change) or enforce; * is every other cluster. Needs hosts.connect. What is set in the portal takes precedence.',
  }),
  'tuning.takeOver': texts({
    default: [],
    argument: '<cluster,…>',
    help: 'Clusters whose knobs are ours: MOM on their hosts is told to leave them alone. Elsewhere a host with MOM is only observed.',
  }),
  'tuning.pinning': texts({
    default: ['*=observe'],
    argument: '<CLUSTER=MODE,…>',
    help: 'How the vCPUs of a cluster are spread over the CPUs of their host: off, observe (who runs where is kept), dry-run (shows which pins it would set) or enforce; * is every other cluster. What is set in the portal takes precedence.',
  }),
  'tuning.memory': texts({
    default: ['*=policy'],
    argument: '<CLUSTER=policy|balancer,…>',
    help: 'Who sets the balloons of a cluster, in its mode: its host policies, or the memory balancer in their place.',
  }),
  'tuning.pinMargin': integer({
    default: 5,
    min: 1,
    max: 100,
    unit: 'percent',
    help: 'How much a vCPU must gain by another CPU before it is moved there, of one CPU.',
  }),
  'tuning.reservedCpus': texts({
    default: [],
    argument: '<CLUSTER=CPUS,…>',
    help: 'CPUs of hosts that no vCPU is put on, such as Prod=0-1+32: isolated ones, or those of the host itself.',
  }),
  'tuning.memoryReserve': integer({
    default: 5,
    min: 1,
    max: 50,
    unit: 'percent',
    help: 'Memory of a host that its VMs are not to use; at least 1 GiB, and 64 MiB for each VM.',
  }),
  'tuning.policies': oneOf({
    default: 'default',
    choices: ['default', 'classes'],
    help: 'The built-in policies: default treats all VMs as oVirt does, classes by their tags (tuning.classTags).',
  }),
  'tuning.policyDirectory': text({
    default: '',
    argument: '<directory>',
    help: 'Policies in the language of MOM, *.policy, in place of the built-in ones; followed while the service runs.',
  }),
  'tuning.classTags': texts({
    default: ['platinum=sla-platinum', 'gold=sla-gold', 'compute=sla-compute', 'vapor=sla-vapor'],
    argument: '<CLASS=TAG,…>',
    help: 'Tags of the engine that put a VM into a class of policies. Of several, the first one named here counts.',
  }),
  'tuning.controllers': texts({
    default: ['Balloon', 'KSM', 'CpuTune', 'IoTune', 'Requests'],
    argument: '<controller,…>',
    help: 'Which knobs policies may move; Requests are moves and stops of VMs that a policy asks for.',
  }),
  'tuning.allowStop': texts({
    default: [],
    argument: '<suspend,shutdown>',
    help: 'What may be done with a VM of the class vapor when its host runs out of memory and a policy asks for it. Left out: nothing.',
  }),
}
