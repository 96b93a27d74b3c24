import { auroraTier } from '../../../tiers/aurora/index.ts';
import { maxConnections, memoryGiB } from '../../../tiers/aurora/instance-classes.ts';
import { alarmSettings } from '../shared/fixtures.ts';
import { development, nothing, production } from './fixtures.ts';

const observed = nothing(production);
const alarms = auroraTier.alarms(production, alarmSettings, observed);
const find = (name: string) => alarms.find((alarm) => alarm.name === name);

describe('alarms of the Aurora tier', () => {
  it('are in the region of their metric, with names that differ', () => {
    expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
    for (const { name, region } of alarms) {
      expect(name).toContain(region === 'eu-west-2' ? '-euw2-' : '-euw1-');
      expect(name.length).toBeLessThanOrEqual(255);
    }
  });

  it('watch every instance for load, latency and room', () => {
    const metrics = alarms
      .filter(({ name }) => name.startsWith('shop-dev-aurora-euw2-2-'))
      .map(({ metric }) => ('name' in metric ? metric.name : ''));
    expect(metrics).toEqual([
      ...['CPUUtilization', 'DatabaseConnections', 'ReadLatency', 'CommitLatency', 'Deadlocks'],
      ...['FreeableMemory', 'FreeLocalStorage', 'AuroraReplicaLag'],
      ...['WriteLatency', 'MaximumUsedTransactionIDs', 'AuroraReplicaLagMaximum'],
    ]);
  });

  it.each([
    ['shop-dev-aurora-euw2-1-cpuutilization', 80, 'warning'],
    ['shop-dev-aurora-euw2-1-databaseconnections', 2783, 'warning'],
    ['shop-dev-aurora-euw2-1-readlatency', 0.2, 'warning'],
    ['shop-dev-aurora-euw2-1-writelatency', 0.2, 'warning'],
    ['shop-dev-aurora-euw2-1-commitlatency', 200, 'info'],
    ['shop-dev-aurora-euw2-1-freeablememory', 3.2 * 1024 ** 3, 'warning'],
    ['shop-dev-aurora-euw2-1-maximumusedtransactionids', 1e9, 'critical'],
    ['shop-dev-aurora-euw1-auroraglobaldbreplicationlag', 5000, 'critical'],
  ])('alarm %s at %d, as %s', (name, threshold, severity) => {
    expect(find(name)).toMatchObject({ severity });
    expect(find(name)?.threshold).toBeCloseTo(threshold);
  });

  it('watch the lag of the second region there, by cluster and source region', () => {
    expect(find('shop-dev-aurora-euw1-auroraglobaldbreplicationlag')).toMatchObject({
      region: 'eu-west-1',
      metric: { dimensions: { DBClusterIdentifier: 'shop-dev-aurora-euw1', SourceRegion: 'eu-west-2' } },
      treatMissingData: 'breaching',
    });
  });

  it('watch every instance that a failover can make the writer for what only a writer reports', () => {
    for (const metric of ['writelatency', 'maximumusedtransactionids', 'aurorareplicalagmaximum'])
      expect(alarms.map(({ name }) => name).filter((name) => name.endsWith(`-${metric}`))).toEqual([
        `shop-dev-aurora-euw2-1-${metric}`,
        `shop-dev-aurora-euw2-2-${metric}`,
        `shop-dev-aurora-euw2-3-${metric}`,
      ]);
    const silent = alarms.filter(({ metric }) => 'name' in metric && metric.name === 'WriteLatency');
    expect(silent.every(({ treatMissingData }) => treatMissingData === 'notBreaching')).toBe(true);
  });

  it('say nothing of lag where there is one instance in one region', () => {
    const names = auroraTier.alarms(development, alarmSettings, nothing(development)).map(({ name }) => name);
    expect(names.filter((name) => name.includes('lag'))).toEqual([]);
  });

  it('are none when they are turned off', () => {
    expect(auroraTier.alarms(production, { ...alarmSettings, enabled: false }, observed)).toEqual([]);
  });
});

describe('what a class takes', () => {
  it.each([
    ['db.r6g.large', undefined, 1722],
    ['db.r7g.large', undefined, 1722],
    ['db.r5.large', undefined, 1600],
    ['db.r6g.2xlarge', undefined, 5000],
    ['db.t4g.medium', undefined, 405],
    ['db.r6g.large', '250', 250],
    ['db.r6g.large', 'LEAST({DBInstanceClassMemory/9531392},5000)', 1722],
  ])('%s with max_connections %s: %d connections', (instanceClass, parameter, expected) => {
    expect(maxConnections(instanceClass, parameter)).toBe(expected);
  });

  it.each([
    ['db.r6g.xlarge', 32],
    ['db.x2g.large', 32],
    ['db.t3.medium', 4],
    ['db.z9.large', undefined],
  ])('%s has %d GiB', (instanceClass, expected) => {
    expect(memoryGiB(instanceClass)).toBe(expected);
  });
});
