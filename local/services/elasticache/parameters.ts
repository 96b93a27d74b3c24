/** One parameter of a family. Defaults, types and ranges: the ElastiCache guide's Redis-specific parameters. */
export interface ParameterDefinition {
  readonly name: string;
  readonly value: string;
  readonly type: 'integer' | 'string';
  /** `yes,no`, `0-100`, or empty for any. */
  readonly allowed: string;
  readonly modifiable: boolean;
}

const define = (
  name: string,
  value: string,
  allowed: string,
  modifiable = true,
  type: ParameterDefinition['type'] = /^[0-9]+-[0-9]*$/.test(allowed) ? 'integer' : 'string',
): ParameterDefinition => ({ name, value, type, allowed, modifiable });

const EVICTION =
  'volatile-lru,allkeys-lru,volatile-lfu,allkeys-lfu,volatile-random,allkeys-random,volatile-ttl,noeviction';

/** The part of a family's parameters that the local cloud knows; any other name is refused. */
const COMMON: readonly ParameterDefinition[] = [
  define('acl-pubsub-default', 'allchannels', 'allchannels,resetchannels'),
  define('activedefrag', 'no', 'yes,no'),
  define('activerehashing', 'yes', 'yes,no', false),
  define('appendonly', 'no', 'yes,no', false),
  define('close-on-replica-write', 'yes', 'yes,no'),
  define('cluster-allow-reads-when-down', 'no', 'yes,no'),
  define('cluster-enabled', 'no', 'yes,no'),
  define('cluster-require-full-coverage', 'no', 'yes,no'),
  define('databases', '16', '1-1200000'),
  define('lazyfree-lazy-eviction', 'no', 'yes,no'),
  define('lazyfree-lazy-expire', 'no', 'yes,no'),
  define('lazyfree-lazy-server-del', 'no', 'yes,no'),
  define('lfu-decay-time', '1', '0-'),
  define('lfu-log-factor', '10', '1-'),
  define('lua-time-limit', '5000', '5000', false),
  define('maxclients', '65000', '1-65000', false),
  define('maxmemory-policy', 'volatile-lru', EVICTION),
  define('maxmemory-samples', '3', '1-'),
  define('min-replicas-max-lag', '10', '0-'),
  define('min-replicas-to-write', '0', '0-'),
  define('notify-keyspace-events', '', '', true, 'string'),
  define('repl-backlog-size', '1048576', '16384-'),
  define('reserved-memory-percent', '25', '0-100'),
  define('set-max-intset-entries', '512', '0-'),
  define('slowlog-log-slower-than', '10000', '0-'),
  define('slowlog-max-len', '128', '0-'),
  define('tcp-keepalive', '300', '0-'),
  define('timeout', '0', '0-'),
  define('tracking-table-max-keys', '1000000', '1-100000000'),
];

export const parameterDefinition = (name: string): ParameterDefinition | undefined =>
  COMMON.find((one) => one.name === name);

export const parameterDefinitions = (): readonly ParameterDefinition[] => COMMON;

/** Is this a value that the parameter takes? */
export function accepts({ allowed, type }: ParameterDefinition, value: string): boolean {
  if (allowed === '') return true;
  if (type === 'string') return allowed.split(',').includes(value);
  const [low = '0', high = ''] = allowed.split('-');
  if (!/^\d+$/.test(value)) return false;
  return Number(value) >= Number(low) && (high === '' || Number(value) <= Number(high));
}
