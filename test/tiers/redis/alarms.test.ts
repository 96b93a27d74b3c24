import { redisAlarms, vcpusOf } from '../../../tiers/redis/alarms.ts';
import { alarmSettings } from '../shared/fixtures.ts';
import { clustered, memberIds, multiAz, observed, single } from './fixtures.ts';

describe('alarms of the Redis tier', () => {
  it('has one set for the only node, without replication lag', () => {
    const names = redisAlarms(single, alarmSettings, observed(single)).map(({ name }) => name);
    expect(names).toEqual(
      [
        'cpu-utilization',
        'database-memory-usage-percentage',
        'evictions',
        'curr-connections',
        'swap-usage',
        'authentication-failures',
      ].map((metric) => `shop-dev-redis-001-${metric}`),
    );
  });

  it.each([
    ['three nodes', multiAz],
    ['shards', clustered],
  ])('watches every member of %s, replication lag too', (_name, spec) => {
    const alarms = redisAlarms(spec, alarmSettings, observed(spec));
    const watched = alarms.flatMap(({ metric }) =>
      'dimensions' in metric && metric.name === 'ReplicationLag' ? [metric.dimensions.CacheClusterId] : [],
    );
    expect(watched).toEqual(memberIds(spec));
    expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
  });

  it.each([
    ['cache.r7g.large', 'CPUUtilization', 40],
    ['cache.t2.small', 'CPUUtilization', 80],
    ['cache.r7g.xlarge', 'EngineCPUUtilization', 80],
  ])('alarms on the core that commands run on: %s', (nodeType, metric, threshold) => {
    const spec = { ...single, nodeType };
    const [cpu] = redisAlarms(spec, alarmSettings, observed(spec));
    expect(cpu).toMatchObject({ metric: { name: metric }, threshold });
  });

  it.each([
    ['cache.t4g.micro', 2],
    ['cache.t2.micro', 1],
    ['cache.m7g.large', 2],
    ['cache.r7g.xlarge', 4],
    ['cache.r7g.12xlarge', 48],
  ])('knows the vCPUs of %s', (nodeType, vcpus) => {
    expect(vcpusOf(nodeType)).toBe(vcpus);
  });

  it('takes the memory threshold of the request', () => {
    const alarms = redisAlarms(single, alarmSettings, observed(single));
    expect(alarms.find(({ name }) => name.includes('memory'))).toMatchObject({
      threshold: 75,
      severity: 'critical',
    });
  });

  it('has none when alarms are off', () => {
    expect(redisAlarms(single, { ...alarmSettings, enabled: false }, observed(single))).toEqual([]);
  });
});
