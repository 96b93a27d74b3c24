import type { DaxSpec } from '../../../core/spec.ts';
import { isOurs } from '../../../core/tier.ts';
import { daxCommands } from '../../../tiers/dax/apply.ts';
import { daxForesight } from '../../../tiers/dax/foresight.ts';
import type { DaxObserved, ObservedNode } from '../../../tiers/dax/observe.ts';
import { planDax } from '../../../tiers/dax/plan.ts';
import { itObeysTheLaws } from '../shared/laws.ts';
import { foreignIn, otherTags, type Subject } from '../shared/properties.ts';
import { nothing } from './fixtures.ts';

/** Of clusters and nodes: those of the DynamoDB guide, the one that the API shows late in a deletion, and one more. */
const STATUSES = [
  ...['creating', 'available', 'modifying', 'deleting', 'rebooting', 'ABSENT'],
  ...['incompatible-parameters', 'incompatible-network', 'of-next-year'],
];

const stray: ObservedNode = { id: 'stray', status: 'creating', pendingReboot: true };

const dax: Subject<DaxSpec, DaxObserved> = {
  plan: planDax,
  foresight: daxForesight,
  commands: daxCommands,
  nothing: () => nothing,
  look: (_, observed) => observed,
  consistent: (spec, observed) => {
    const { cluster } = observed;
    const byName = new Map(observed.parameterGroups.map((group) => [group.name, group]));
    const parameterGroups = [...byName.values()];
    if (!cluster) return { ...observed, parameterGroups };
    // Tags of an available cluster only can be read.
    const tags = cluster.status === 'available' ? cluster.tags : null;
    return {
      ...observed,
      parameterGroups,
      cluster: { ...cluster, tags, ours: tags ? isOurs(spec.identity, tags) : cluster.ours },
    };
  },
  arrive: (observed) => {
    const { cluster } = observed;
    if (!cluster || /^incompatible/.test(cluster.status)) return observed;
    if (/^(deleting|ABSENT)$/.test(cluster.status)) return { ...observed, cluster: null };
    const nodes = cluster.nodes
      .filter(({ status }) => status !== 'deleting')
      .map((node) => ({ ...node, status: 'available' }));
    const ids = new Set(nodes.map(({ id }) => id));
    const missing = Array.from({ length: Math.max(0, cluster.totalNodes - nodes.length) }, (_, at) => ({
      ...stray,
      ...{ id: `new-${at}`, status: 'available', pendingReboot: false },
    })).filter(({ id }) => !ids.has(id));
    return {
      ...observed,
      cluster: {
        ...cluster,
        status: 'available',
        nodes: [...nodes, ...missing].slice(0, cluster.totalNodes),
      },
    };
  },
  remains: ({ cluster, role, subnetGroup, parameterGroups }) =>
    [cluster, role, subnetGroup, ...parameterGroups].flatMap((one) => (one?.ours ? [one.name] : [])),
  foreign: foreignIn,
  alternatives: {
    role: () => [null],
    policy: () => [null, { Version: '2012-10-17', Statement: [] }],
    ours: () => [false],
    subnetGroup: () => [null],
    subnetIds: (ids: string[]) => [[], ids.slice(1), [...ids, 'subnet-other'].sort()],
    parameterGroups: (groups: object[]) => [
      [],
      [...groups, { name: 'plinth-shop-dev-dax-1-2', ours: true, values: {} }],
      [...groups, { name: 'plinth-shop-dev-dax', ours: true, values: { 'record-ttl-millis': '0' } }],
    ],
    values: (values: object) => [{}, { ...values, 'record-ttl-millis': '7' }],
    cluster: () => [null],
    status: () => STATUSES,
    tags: (tags: object | null) => [...otherTags(tags), null],
    nodeType: () => [null, 'dax.r5.large'],
    totalNodes: () => [0, 1, 2, 3, 11],
    nodes: (nodes: ObservedNode[]) => [[], nodes.slice(1), [...nodes, stray]],
    pendingReboot: () => [true],
    parameterGroup: () => [null, 'default.dax1.0', 'plinth-shop-dev-dax-1-2'],
    securityGroupIds: () => [null, [], ['sg-other']],
    maintenanceWindow: () => [null, 'Mon:01:00-Mon:02:00'],
    encryption: () => [null, 'DISABLED', 'ENABLING', 'DISABLING'],
    endpointEncryption: () => [null, 'NONE'],
    endpoint: () => [null],
  },
};

describe('the plan of the DAX tier', () => itObeysTheLaws(dax, 200));
