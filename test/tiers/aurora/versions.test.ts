import { chooseEngineVersion, compareVersions, parameterGroupFamily } from '../../../tiers/aurora/index.ts';
import { type Call, fakeClients } from '../shared/fake-clients.ts';

type Offer = readonly [version: string, instanceClass: string, global?: boolean];

/** AWS with these offers by region, one to a page. */
function offering(offers: Readonly<Record<string, readonly Offer[]>>) {
  return fakeClients(({ region, input }: Call) => {
    const fitting = (offers[region] ?? []).filter(
      ([, instanceClass]) => !input.DBInstanceClass || input.DBInstanceClass === instanceClass,
    );
    const index = Number(input.Marker ?? 0);
    const [EngineVersion, DBInstanceClass, SupportsGlobalDatabases = true] = fitting[index] ?? [];
    return {
      OrderableDBInstanceOptions: EngineVersion
        ? [{ EngineVersion, DBInstanceClass, SupportsGlobalDatabases }]
        : [],
      Marker: index + 1 < fitting.length ? String(index + 1) : undefined,
    };
  });
}

const LONDON: readonly Offer[] = [
  ['15.9', 'db.r6g.large'],
  ['15.10', 'db.r6g.large'],
  ['15.17', 'db.r6g.large'],
  ['16.9', 'db.r6g.large'],
  ['15.17', 'db.r6g.xlarge'],
  ['15.17', 'db.t4g.medium', false],
];
const DUBLIN: readonly Offer[] = [
  ['15.9', 'db.r6g.large'],
  ['15.10', 'db.r6g.large'],
];
const clients = offering({ 'eu-west-2': LONDON, 'eu-west-1': DUBLIN });
const both = ['eu-west-2', 'eu-west-1'];
const query = {
  requested: null,
  instanceClass: 'db.r6g.large',
  regions: ['eu-west-2'],
  globalDatabase: false,
};

describe('the engine version', () => {
  it.each([
    ['the newest 15.x when none is asked for', query, '15.17'],
    ['the newest that every region has', { ...query, regions: both, globalDatabase: true }, '15.10'],
    ['the one asked for', { ...query, requested: '15.9' }, '15.9'],
    ['of another major version, when it can be ordered', { ...query, requested: '16.9' }, '16.9'],
    ['the newest of the major version asked for', { ...query, requested: '16' }, '16.9'],
    [
      'for a burstable class outside a global database',
      { ...query, instanceClass: 'db.t4g.medium' },
      '15.17',
    ],
  ])('is %s', async (_name, asked, version) => {
    expect(await chooseEngineVersion(clients, asked)).toEqual({ version });
  });

  it.each([
    [
      'a version that cannot be ordered',
      { ...query, requested: '15.4' },
      'engineVersion',
      'Aurora PostgreSQL 15.4 cannot be ordered with db.r6g.large in eu-west-2. Orderable: 15.9, 15.10, 15.17, 16.9.',
    ],
    [
      'a version that one region does not have',
      { ...query, requested: '15.17', regions: both },
      'engineVersion',
      'in eu-west-1: 15.9, 15.10; in all: 15.9, 15.10.',
    ],
    [
      'a class that does not exist',
      { ...query, instanceClass: 'db.r6g.huge' },
      'instanceClass',
      'db.r6g.huge cannot be ordered for Aurora PostgreSQL in eu-west-2. Orderable in eu-west-2: db.r6g.large, db.r6g.xlarge, db.t4g.medium.',
    ],
    [
      'a burstable class in a global database',
      { ...query, instanceClass: 'db.t4g.medium', globalDatabase: true },
      'instanceClass',
      'db.t4g.medium cannot be used in an Aurora global database in eu-west-2. Orderable in eu-west-2: db.r6g.large, db.r6g.xlarge.',
    ],
  ])('refuses %s with those that can', async (_name, asked, field, words) => {
    const choice = await chooseEngineVersion(clients, asked);
    expect(choice).toMatchObject({ field, message: expect.stringContaining(words) });
  });

  it('is compared by number', () => {
    expect(['15.9', '15.17', '9.6.1', '15.10'].sort(compareVersions)).toEqual([
      '9.6.1',
      '15.9',
      '15.10',
      '15.17',
    ]);
  });

  it('has a parameter group family', () => {
    expect(parameterGroupFamily('15.17')).toBe('aurora-postgresql15');
  });
});
