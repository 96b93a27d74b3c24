import type { AuroraSpec } from '../../../core/spec.ts';
import type { AuroraObserved } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { brief } from '../shared/fixtures.ts';
import { arrived } from './arrived.ts';
import { development, nothing, production, withCluster, withInstance } from './fixtures.ts';

const ready = arrived(development);
const readyGlobal = arrived(production);
const globalOf = (observed: AuroraObserved) => {
  if (!observed.globalCluster) throw new Error('no global cluster');
  return observed.globalCluster;
};

describe('the plan for an environment that is not there yet', () => {
  it('begins with all that needs nothing else, in both regions at once', () => {
    expect(brief(plan(production, nothing(production)))).toEqual([
      'CreateSecret eu-west-2',
      'CreateRole eu-west-2',
      'CreateDBSubnetGroup eu-west-2',
      'CreateDBClusterParameterGroup eu-west-2',
      'CreateDBParameterGroup eu-west-2',
      'CreateGlobalCluster eu-west-2',
      'CreateDBSubnetGroup eu-west-1',
      'CreateDBClusterParameterGroup eu-west-1',
      'CreateDBParameterGroup eu-west-1',
    ]);
  });

  it('holds no password, but says where to get one', () => {
    const creating = { ...ready, primary: { ...ready.primary, cluster: null, instances: [] } };
    const spec = { ...development, masterSecretArn: 'arn:aws:secretsmanager:eu-west-2:1:secret:mine' };
    const secret = {
      arn: spec.masterSecretArn,
      region: 'eu-west-2',
      generated: false,
      deletionScheduled: false,
      tags: {},
    };
    const [action] = plan(spec, { ...creating, secret }).actions;
    expect(action?.input).not.toHaveProperty('MasterUserPassword');
    expect(action?.secret).toEqual({
      kind: 'read',
      secretId: spec.masterSecretArn,
      field: 'password',
      into: 'MasterUserPassword',
    });
  });

  it('asks for the writer alone first: the first instance of a cluster becomes it', () => {
    const spec = { ...development, primary: { ...development.primary, instanceCount: 3 } };
    const headless = { ...ready, primary: { ...ready.primary, instances: [] } };
    const [action, ...more] = plan(spec, headless).actions;
    expect(more).toEqual([]);
    expect(action?.input).toMatchObject({ DBInstanceIdentifier: 'shop-dev-aurora-euw2-1', PromotionTier: 0 });
  });

  it('asks for the readers as soon as the writer is there, without waiting for it', () => {
    const spec = { ...development, primary: { ...development.primary, instanceCount: 3 } };
    const creating = withInstance(ready, 0, { status: 'creating' });
    expect(brief(plan(spec, creating))).toEqual([
      'CreateDBInstance eu-west-2',
      'CreateDBInstance eu-west-2',
      'wait: Aurora instance shop-dev-aurora-euw2-1 in eu-west-2 is creating',
    ]);
  });

  it('waits with the second region until an instance of the first one serves', () => {
    const one = { ...production, primary: { ...production.primary, instanceCount: 1 } };
    const observed = arrived(one);
    const global = globalOf(observed);
    const alone = {
      ...withInstance(observed, 0, { status: 'creating' }),
      globalCluster: { ...global, members: global.members.slice(0, 1) },
      secondary: observed.secondary && { ...observed.secondary, cluster: null, instances: [] },
    };
    expect(brief(plan(one, alone))).toEqual([
      'wait: Aurora instance shop-dev-aurora-euw2-1 in eu-west-2 is creating',
    ]);
    const serving = withInstance(alone, 0, { status: 'available' });
    expect(brief(plan(one, serving))).toEqual(['CreateDBCluster eu-west-1']);
  });

  it('sends the second region neither user nor password nor database name', () => {
    const global = globalOf(readyGlobal);
    const alone = {
      ...readyGlobal,
      globalCluster: { ...global, members: global.members.slice(0, 1) },
      secondary: readyGlobal.secondary && { ...readyGlobal.secondary, cluster: null, instances: [] },
    };
    const [action] = plan(production, alone).actions;
    expect(action?.secret).toBeUndefined();
    expect(action?.input).toMatchObject({
      KmsKeyId: production.secondary?.kmsKeyArn,
      StorageEncrypted: true,
    });
    for (const field of ['MasterUsername', 'DatabaseName']) expect(action?.input).not.toHaveProperty(field);
  });
});

describe('the plan for an environment that is there', () => {
  const more: AuroraSpec = { ...development, primary: { ...development.primary, instanceCount: 2 } };
  const smaller: AuroraSpec = { ...development, instanceClass: 'db.r6g.xlarge' };
  it.each<[string, AuroraSpec, AuroraObserved, string[]]>([
    ['nothing when all is as desired', development, ready, []],
    ['nothing when all of a global database is as desired', production, readyGlobal, []],
    ['nothing while a backup runs', development, withCluster(ready, { status: 'backing-up' }), []],
    ['retention', { ...development, backupRetentionDays: 9 }, ready, ['ModifyDBCluster eu-west-2']],
    [
      'tags',
      development,
      withCluster(ready, { tags: { ...ready.primary.cluster?.tags, team: '' } }),
      ['AddTagsToResource eu-west-2'],
    ],
    ['one more instance', more, ready, ['CreateDBInstance eu-west-2']],
    ['a larger class', smaller, ready, ['ModifyDBInstance eu-west-2']],
    [
      'Performance Insights',
      { ...development, performanceInsightsRetentionDays: 7 },
      ready,
      ['ModifyDBCluster eu-west-2'],
    ],
    [
      'protection of both levels',
      { ...production, deletionProtection: false },
      readyGlobal,
      ['ModifyGlobalCluster eu-west-2', 'ModifyDBCluster eu-west-2', 'ModifyDBCluster eu-west-1'],
    ],
    [
      'a newer minor version: it may have been automatic',
      development,
      withCluster(ready, { engineVersion: '15.18' }),
      [],
    ],
    [
      'a secret that was deleted',
      development,
      { ...ready, secret: ready.secret && { ...ready.secret, deletionScheduled: true } },
      ['RestoreSecret eu-west-2'],
    ],
    [
      'another endpoint than the secret says',
      development,
      withCluster(ready, { endpoint: 'moved.example' }),
      ['PutSecretValue eu-west-2'],
    ],
  ])('changes %s', (_name, spec, observed, expected) => {
    expect(brief(plan(spec, observed))).toEqual(expected);
  });

  it('resizes one instance at a time, the writer last', () => {
    const spec = { ...production, instanceClass: 'db.r6g.2xlarge' };
    const inLondon = (observed: AuroraObserved) =>
      plan(spec, observed)
        .actions.filter(({ region }) => region === 'eu-west-2')
        .map(({ input }) => input.DBInstanceIdentifier);
    expect(inLondon(readyGlobal)).toEqual(['shop-dev-aurora-euw2-2']);
    const busy = withInstance(readyGlobal, 1, { instanceClass: spec.instanceClass, status: 'modifying' });
    expect(inLondon(busy)).toEqual([]);
    const second = withInstance(busy, 1, { instanceClass: spec.instanceClass, status: 'available' });
    const third = withInstance(second, 2, { instanceClass: spec.instanceClass });
    expect(inLondon(third)).toEqual(['shop-dev-aurora-euw2-1']);
  });

  it('does not ask again for a class that is already on its way', () => {
    const pending = withInstance(ready, 0, { instanceClass: 'db.r6g.xlarge', changePending: true });
    expect(brief(plan({ ...development, instanceClass: 'db.r6g.xlarge' }, pending))).toEqual([
      'wait: Aurora instance shop-dev-aurora-euw2-1 in eu-west-2 is changing its class',
    ]);
  });

  it('waits for a region that is not in step', () => {
    const global = globalOf(readyGlobal);
    const members = global.members.map((member) => ({
      ...member,
      synchronization: member.isWriter ? 'connected' : 'pending-resync',
    }));
    expect(brief(plan(production, { ...readyGlobal, globalCluster: { ...global, members } }))).toEqual([
      'wait: Aurora cluster shop-dev-aurora-euw1 in eu-west-1 is pending-resync',
    ]);
  });
});

describe('the plan says what is wrong', () => {
  const strange = withCluster(ready, { tags: { 'plinth:environment': 'shop/other' } });
  const given = { ...development, masterSecretArn: 'arn:aws:secretsmanager:eu-west-2:1:secret:mine' };
  const elsewhere = { ...development, masterSecretArn: 'arn:aws:secretsmanager:us-east-1:1:secret:mine' };
  it.each<[string, AuroraSpec, AuroraObserved, string, string]>([
    [
      'a cluster of somebody else',
      development,
      strange,
      'Terminal not-ours',
      'Choose another environment name',
    ],
    [
      'a cluster whose key is disabled',
      development,
      withCluster(ready, { status: 'inaccessible-encryption-credentials' }),
      'Blocked failed-state',
      'Enable the key',
    ],
    [
      'a stopped cluster',
      development,
      withCluster(ready, { status: 'stopped' }),
      'Blocked failed-state',
      'Start the cluster',
    ],
    [
      'no capacity',
      development,
      withInstance(ready, 0, { status: 'insufficient-capacity' }),
      'Blocked failed-state',
      'another class',
    ],
    [
      'a failed instance',
      development,
      withInstance(ready, 0, { status: 'failed' }),
      'Terminal failed-state',
      'DescribeEvents',
    ],
    [
      'another key',
      development,
      withCluster(ready, { kmsKeyArn: 'arn:other' }),
      'Terminal immutable',
      'KMS key',
    ],
    [
      'another database name',
      development,
      withCluster(ready, { databaseName: 'old' }),
      'Terminal immutable',
      'database name old',
    ],
    [
      'another major version',
      { ...development, engineVersion: '16.9' },
      ready,
      'Terminal immutable',
      'engine version 15.17',
    ],
    [
      'a global database that strangers have joined, turned off',
      { ...production, globalDatabase: false, secondary: null },
      { ...readyGlobal, secondary: null },
      'Blocked unusable',
      'that are not of this environment',
    ],
    [
      'another port',
      { ...development, port: 6432 },
      ready,
      'Terminal immutable',
      'Every client of the database has its port',
    ],
    [
      'another master user',
      { ...development, masterUsername: 'root' },
      ready,
      'Terminal immutable',
      'make another environment and move the data',
    ],
    ['a named secret that is not there', given, nothing(given), 'Blocked unusable', 'aurora.masterSecretArn'],
    [
      'a named secret in another region',
      elsewhere,
      nothing(elsewhere),
      'Terminal unusable',
      'is in us-east-1',
    ],
    [
      'a password that is lost',
      development,
      { ...ready, secret: null },
      'Blocked unusable',
      'its password is not known',
    ],
    [
      'a lost primary cluster',
      production,
      { ...readyGlobal, primary: { ...readyGlobal.primary, cluster: null, instances: [] } },
      'Blocked unusable',
      'is gone',
    ],
    [
      'a primary cluster that was taken out after a switchover',
      production,
      withCluster(
        {
          ...readyGlobal,
          globalCluster: readyGlobal.globalCluster && {
            ...readyGlobal.globalCluster,
            members: readyGlobal.globalCluster.members
              .filter(({ isWriter }) => !isWriter)
              .map((member) => ({ ...member, isWriter: true })),
          },
        },
        { globalClusterIdentifier: null },
      ),
      'Blocked unusable',
      'is not a member of',
    ],
  ])('with %s, and does nothing', (_name, spec, observed, expected, words) => {
    const result = plan(spec, observed);
    expect(brief(result)).toEqual([expected]);
    expect(result.failures[0]?.message).toContain(words);
  });

  it('and points at the field that leads there', () => {
    expect(plan(development, strange).failures[0]).toMatchObject({
      pointer: '#/environment',
      resource: 'Aurora cluster shop-dev-aurora-euw2 in eu-west-2',
    });
  });
});
