/** Ids of the engine's own policy units, the same in every installation. Units that share a name differ by their kind. */
export const filterIds = {
  cpu: '6d636bf6-a35c-4f9d-b68d-0731f720cddc',
  cpuOverloaded: '98842bc5-4094-4b83-8224-7b50f86a94c9',
  emulatedMachine: '58894b5b-d55d-4f85-8f82-5bf217e640b0',
  hostedEngine: 'e659c871-0bf1-4ccc-b748-f28f5d08dffd',
  swap: '43b9e654-337f-4b0d-a896-cbb22ce5a7fc',
  memory: 'c9ddbb34-0e1d-4061-a8d7-b0893fa80932',
  numa: 'fcbfe4b1-b83e-4428-b9d3-b3d348b93be6',
  hugePages: '23e07b34-66dd-4735-bc45-bcddded02c05',
  migration: 'e659c871-0bf1-4ccc-b748-f28f5d08ddda',
  vmAffinity: '84e6ddee-ab0d-42dd-82f0-c297779db566',
  vmToHostsAffinity: 'e69808a9-8a41-40f1-94ba-dd5d385d82d8',
  network: '72163d1c-9468-4480-99d9-0888664eb143',
  hostedEngineSpares: '53bff075-8306-446f-a53b-9c872a29d197',
  tscFrequency: '47ea3cd0-8a2f-438d-9f63-49534178882a',
  hostHooks: 'aae8c702-4756-4934-b84c-8daf59efc134',
  clusterInMaintenance: '0bd8fef9-bcb4-4250-9998-410f01608d9b',
  inClusterUpgrade: '84e6ddee-ab0d-42dd-82f0-c298889db567',
} as const

export const weightIds = {
  evenCpu: '7db4ab05-81ab-42e8-868a-aee2df483edb',
  evenMemory: '4134247a-9c58-4b9a-8593-530bb9e37c59',
  savingCpu: '736999d0-1023-46a4-9a75-1316ed50e15b',
  savingMemory: '9dfe6086-646d-43b8-8eef-4d94de8472c8',
  evenVmCount: '3ba8c988-f779-42c0-90ce-caa8243edee7',
  preferredHosts: '591cdb81-ba67-45b4-9642-e28f61a97d57',
  hostedEngine: '98e92667-6161-41fb-b3fa-34f820ccbc4b',
  haReservation: '7f262d70-6cac-11e3-981f-0800200c9a66',
  vmAffinity: '84e6ddee-ab0d-42dd-82f0-c297779db567',
  vmToHostsAffinity: '427aed70-dae3-48ba-8fe9-a902a9d563c8',
  highPerformanceCpu: '71931e14-f0e6-4f91-a7c8-d494a26e3a09',
  cpuAndNumaPinning: '1b14ac11-20e9-4593-a149-2eb83c60a330',
  singleNumaNode: 'f58c1cb9-d91f-48a6-a196-c6d22fb10c4e',
  inClusterUpgrade: '84e6ddee-ab0d-42dd-82f0-c298889db568',
} as const

export const balanceIds = {
  none: '38440000-8cf0-14bd-c43e-10b96e4ef00a',
  even: '7db4ab05-81ab-42e8-868a-aee2df483ed2',
  saving: '736999d0-1023-46a4-9a75-1316ed50e151',
  evenVmCount: 'd58c8e32-44e1-418f-9222-52cd887bf9e0',
} as const

export const selectorIds = {
  rank: 'b280e7de-5df8-401e-b004-a1414d79a687',
  basicWeighting: '0c89f215-9c4f-4bbb-8419-31a2d43ae7ea',
} as const
