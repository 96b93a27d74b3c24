import type { PlanOptions } from '../../../core/tier.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { brief } from '../shared/fixtures.ts';
import { arrived, preview } from './arrived.ts';
import { development, emptyRegion, nothing, production } from './fixtures.ts';
import { seenWith } from './simulation.ts';

const ready = arrived(development);
const readyGlobal = arrived(production);
const open = { ...production, deletionProtection: false };

describe('the plan to delete', () => {
  it('leaves protection to the person who turned it on', () => {
    expect(brief(plan(null, readyGlobal))).toEqual([
      'Blocked unusable',
      'Blocked unusable',
      'Blocked unusable',
    ]);
  });

  it('names each protected resource, and the way out', () => {
    const { failures } = plan(null, readyGlobal);
    expect(failures.map(({ resource }) => resource)).toEqual([
      'Aurora global cluster shop-dev-aurora-global',
      'Aurora cluster shop-dev-aurora-euw2 in eu-west-2',
      'Aurora cluster shop-dev-aurora-euw1 in eu-west-1',
    ]);
    for (const { resource, message, pointer } of failures) {
      expect(message).toBe(
        `${resource} is protected from deletion. Turn its deletion protection off in AWS, then retry the operation.`,
      );
      expect(pointer).toBe('#/aurora/deletionProtection');
    }
  });

  it('is not held up by the protection of a cluster that is on its way out', () => {
    const { cluster } = ready.primary;
    const leaving = cluster && { ...cluster, status: 'deleting', deletionProtection: true };
    const world = { ...ready, primary: { ...ready.primary, cluster: leaving, instances: [] } };
    expect(plan(null, world).failures).toEqual([]);
  });

  it('turns the protection of a region off that the request has given up, and no other', () => {
    const global = arrived(open);
    const { cluster } = global.secondary as NonNullable<typeof global.secondary>;
    const place = { ...global.secondary, cluster: cluster && { ...cluster, deletionProtection: true } };
    const world = { ...global, secondary: null, retired: place as NonNullable<typeof global.secondary> };
    expect(plan(null, world).actions).toMatchObject([
      {
        command: 'ModifyDBCluster',
        region: 'eu-west-1',
        input: { DBClusterIdentifier: 'shop-dev-aurora-euw1', DeletionProtection: false },
      },
    ]);
    const kept = global.primary.cluster && { ...global.primary.cluster, deletionProtection: true };
    const both = { ...world, primary: { ...world.primary, cluster: kept } };
    expect(brief(plan(null, both))).toEqual(['Blocked unusable']);
  });

  it('turns protection off first, and keeps no snapshot, of what never was ready', () => {
    expect(brief(plan(null, readyGlobal, { discard: true }))).toEqual([
      'ModifyDBCluster eu-west-2',
      'ModifyDBCluster eu-west-1',
      'ModifyGlobalCluster eu-west-2',
    ]);
    const bare = { ...ready, primary: { ...ready.primary, instances: [] } };
    const [last] = plan(null, bare, { discard: true }).actions;
    expect(last).toMatchObject({ command: 'DeleteDBCluster', input: { SkipFinalSnapshot: true } });
  });

  it('says what to do should AWS not let the protection of a failed cluster go', () => {
    const { cluster } = ready.primary;
    const withStatus = (status: string) => ({
      ...ready,
      primary: { ...ready.primary, cluster: cluster && { ...cluster, status, deletionProtection: true } },
    });
    const [failed] = plan(null, withStatus('failed'), { discard: true }).actions;
    expect(failed).toMatchObject({ command: 'ModifyDBCluster', input: { DeletionProtection: false } });
    expect(failed?.whenRefused).toMatch(/^It is failed.*Turn its deletion protection off in AWS.*retry/);
    const [stopped] = plan(null, withStatus('stopped'), { discard: true }).actions;
    expect(stopped?.whenRefused).toBe('Start the cluster (StartDBCluster), then retry the operation.');
    // What passes is waited for.
    const [available] = plan(null, withStatus('available'), { discard: true }).actions;
    expect(available).not.toHaveProperty('whenRefused');
  });

  it('takes the second region out of the global database first', () => {
    expect(brief(plan(null, arrived(open)))).toEqual([
      'RemoveFromGlobalCluster eu-west-2',
      'wait: Aurora cluster shop-dev-aurora-euw2 in eu-west-2 leaves the global database after the 1 other member',
    ]);
  });

  const snapshot = 'shop-dev-aurora-euw2-final-clustereuwest2';
  const skipped = { effect: 'data-loss', leaves: undefined, input: { SkipFinalSnapshot: true } };
  it.each<[string, PlanOptions, object]>([
    [
      'with a final snapshot, named after its incarnation',
      {},
      {
        effect: 'delete',
        leaves: { tier: 'aurora', region: 'eu-west-2', name: snapshot },
        input: { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: snapshot },
      },
    ],
    ['and all of its data when no snapshot is wanted', { finalSnapshots: false }, skipped],
    ['and keeps nothing of what never was ready', { discard: true, finalSnapshots: true }, skipped],
  ])('deletes the primary cluster %s', (_name, options, expected) => {
    const bare = { ...ready, primary: { ...ready.primary, instances: [] } };
    const [action] = plan(null, bare, options).actions;
    expect({ ...action, leaves: action?.leaves }).toMatchObject({ command: 'DeleteDBCluster', ...expected });
  });

  it('says what to do should AWS take no final snapshot of a failed cluster', () => {
    const { cluster } = ready.primary;
    const deletes = (status: string) => {
      const broken = cluster && { ...cluster, status };
      return plan(null, { ...ready, primary: { ...ready.primary, cluster: broken, instances: [] } })
        .actions[0];
    };
    expect(deletes('failed')).toMatchObject({
      command: 'DeleteDBCluster',
      input: { SkipFinalSnapshot: false },
    });
    expect(deletes('failed')?.whenRefused).toMatch(/^It is failed.*again with finalSnapshot=false/);
    // Its data is there: nobody is told to give it up.
    for (const status of ['stopped', 'inaccessible-encryption-credentials'])
      expect(deletes(status)?.whenRefused).toMatch(/^(?!.*finalSnapshot).*tart the cluster.*retry/);
  });

  it('keeps no snapshot of the second region: it is a copy', () => {
    const { actions } = preview(open, arrived(open), (observed) => plan(null, observed));
    const deleted = actions.filter(({ command }) => command === 'DeleteDBCluster');
    expect(deleted.map(({ region, leaves }) => [region, leaves?.region ?? null])).toEqual([
      ['eu-west-1', null],
      ['eu-west-2', 'eu-west-2'],
    ]);
  });

  it('takes the log groups that RDS leaves behind, in both regions, once the clusters are gone', () => {
    const { actions, observed } = preview(open, arrived(open), (seen) => plan(null, seen));
    const calls = actions.map(({ command, region, input }) => `${command} ${input.logGroupName ?? region}`);
    for (const region of ['eu-west-1', 'eu-west-2']) {
      const name = `/aws/rds/cluster/shop-dev-aurora-${region === 'eu-west-1' ? 'euw1' : 'euw2'}/postgresql`;
      expect(calls.indexOf(`DeleteLogGroup ${name}`)).toBeGreaterThan(
        calls.indexOf(`DeleteDBCluster ${region}`),
      );
    }
    expect(observed.primary.logGroups).toEqual([]);
  });

  it('takes a region that was about to go along', () => {
    const away = {
      ...open,
      globalDatabase: false,
      secondary: null,
      retiredSecondary: { region: 'eu-west-1' },
    };
    const seen = seenWith(away, arrived(open));
    const { observed } = preview(away, seen, (each) => plan(null, each));
    expect(observed.retired).toEqual(emptyRegion('eu-west-1'));
    expect(observed.primary).toEqual(emptyRegion('eu-west-2'));
  });

  it('says which members keep the global database from going, and does nothing', () => {
    const world = arrived(open);
    const stranger = { clusterArn: 'arn:theirs', isWriter: false, synchronization: null };
    const { globalCluster } = world;
    const joined = globalCluster && { ...globalCluster, members: [...globalCluster.members, stranger] };
    const result = plan(null, { ...world, globalCluster: joined });
    expect(brief(result)).toEqual(['Blocked unusable']);
    expect(result.failures[0]?.message).toContain('arn:theirs');
  });

  it.each(['stopped', 'inaccessible-encryption-credentials'])(
    'does not wait for a member of the global database that is %s',
    (status) => {
      const { secondary, ...world } = arrived(open);
      const cluster = secondary?.cluster ? { ...secondary.cluster, status } : null;
      const result = plan(null, { ...world, secondary: secondary && { ...secondary, cluster } });
      expect(result.failures.map((failure) => [failure.class, failure.code])).toEqual([
        ['Blocked', 'failed-state'],
      ]);
    },
  );

  it('keeps a secret that the request named', () => {
    const secret = {
      arn: 'arn:mine',
      region: 'eu-west-2',
      generated: false,
      deletionScheduled: false,
      tags: {},
    };
    expect(brief(plan(null, { ...nothing(development), secret }))).toEqual([]);
  });
});
