import fc from 'fast-check';
import { names } from '../../../tiers/aurora/names.ts';
import { applyMethod, clusterParameters, differing } from '../../../tiers/aurora/parameters.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { brief, identity } from '../shared/fixtures.ts';
import { arrived } from './arrived.ts';
import { development } from './fixtures.ts';
import { SimulatedAurora } from './simulation.ts';

describe('parameters', () => {
  it('force TLS, log slow statements and load pg_stat_statements, unless the request says otherwise', () => {
    expect(clusterParameters(development)).toMatchObject({
      'rds.force_ssl': '1',
      shared_preload_libraries: 'pg_stat_statements',
      log_min_duration_statement: '1000',
    });
    const own = { ...development, clusterParameters: { log_min_duration_statement: '250' } };
    expect(clusterParameters(own).log_min_duration_statement).toBe('250');
  });

  it('are those of the request also where it writes them in capitals', () => {
    const spec = { ...development, clusterParameters: { Log_Lock_Waits: '0' } };
    const { log_lock_waits, Log_Lock_Waits } = clusterParameters(spec);
    expect([log_lock_waits, Log_Lock_Waits]).toEqual([undefined, '0']);
    expect(brief(plan(spec, arrived(spec)))).toEqual([]);
  });

  it('log no statement that could hold a password', () => {
    expect(clusterParameters(development)).not.toHaveProperty('log_statement');
  });

  it.each([
    ['log_min_duration_statement', 'immediate'],
    ['rds.force_ssl', 'immediate'],
    ['work_mem', 'immediate'],
    ['shared_preload_libraries', 'pending-reboot'],
    ['max_connections', 'pending-reboot'],
    ['track_activity_query_size', 'pending-reboot'],
    ['rds.logical_replication', 'pending-reboot'],
    ['something_nobody_knows', 'pending-reboot'],
  ])('%s is set %s', (parameter, expected) => {
    expect(applyMethod(parameter)).toBe(expected);
  });

  it('are sent at most 20 at a time', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, '1']));
    const spec = { ...development, clusterParameters: many };
    const simulation = new SimulatedAurora(spec);
    for (const action of plan(spec, simulation.observed()).actions) simulation.apply(action);
    const sent = plan(spec, simulation.observed()).actions.map(({ input }) => input.Parameters as unknown[]);
    expect(sent.map((parameters) => parameters.length)).toEqual([20, 1]);
  });

  it('are compared with what a user set, whatever the case of the name', () => {
    const group = { name: 'g', arn: 'a', family: 'f', values: { timezone: 'UTC' }, tags: {} };
    expect(differing({ TimeZone: 'UTC', work_mem: '64' }, group)).toEqual(['work_mem']);
  });
});

describe('names', () => {
  it('tell the regions of a global database apart, and stay the same when there is one later', () => {
    expect(names.cluster(identity, 'eu-west-2')).toBe('shop-dev-aurora-euw2');
    expect(names.instance(identity, 'eu-west-1', 1)).toBe('shop-dev-aurora-euw1-1');
  });

  it('give the secret no end that looks like the suffix of its ARN', () => {
    expect(names.masterSecret(identity)).not.toMatch(/-[A-Za-z0-9]{6}$/);
  });

  it('make a final snapshot that RDS takes, whatever the slug', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z](-?[a-z0-9]){0,90}$/), (slug) => {
        const name = names.finalSnapshot(names.cluster({ ...identity, slug }, 'eu-west-2'), 'cluster-AB12CD');
        // DeleteDBCluster, FinalDBSnapshotIdentifier.
        expect(name).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,253}[a-z0-9]$/);
      }),
    );
  });

  it('stay within the limits of AWS for the longest slug', () => {
    const long = { ...identity, slug: 'a'.repeat(80) };
    expect(names.instance(long, 'ap-southeast-1', 15).length).toBeLessThanOrEqual(63);
    expect(names.monitoringRole(long).length).toBeLessThanOrEqual(64);
    expect(
      names.finalSnapshot(names.cluster(long, 'eu-west-2'), 'cluster-ABCDEF').length,
    ).toBeLessThanOrEqual(255);
  });
});
