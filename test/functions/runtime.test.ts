import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment, runtimeFromEnvironment } from '../../functions/runtime.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const COMPLETE = {
  AWS_REGION: 'eu-west-2',
  PLINTH_REGISTRY_TABLE: 'registry',
  PLINTH_EVENT_BUS: 'plinth',
  PLINTH_IDEMPOTENCY_TABLE: 'idempotency',
  PLINTH_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:111122223333:stateMachine:provision',
  PLINTH_DELETE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:111122223333:stateMachine:delete',
  PLINTH_LANDING_ZONES: JSON.stringify([localLandingZone]),
  PLINTH_MIGRATIONS_FOLDER: 'migrations',
  PLINTH_NAME_PREFIX: 'plinth-',
};

describe('parseEnvironment', () => {
  it('names every variable that is missing or empty, in one error', () => {
    expect(() =>
      parseEnvironment({ ...COMPLETE, PLINTH_REGISTRY_TABLE: '', PLINTH_MIGRATIONS_FOLDER: undefined }),
    ).toThrow('Set the environment variables PLINTH_REGISTRY_TABLE, PLINTH_MIGRATIONS_FOLDER.');
  });
});

describe('runtimeFromEnvironment', () => {
  it('reads the landing zones', () => {
    expect(runtimeFromEnvironment(COMPLETE).landingZones).toEqual([localLandingZone]);
  });

  it('says where landing zones are wrong', () => {
    expect(() => runtimeFromEnvironment({ ...COMPLETE, PLINTH_LANDING_ZONES: '[{"name":"a"}]' })).toThrow(
      'The landing zones in PLINTH_LANDING_ZONES are wrong: /0/regions is missing',
    );
  });

  it('trusts the authorities of Amazon RDS unless a file names others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-runtime-'));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, 'PEM');
    const { databaseCa } = runtimeFromEnvironment({ ...COMPLETE, PLINTH_DATABASE_CA: file }).migrations;
    rmSync(folder, { recursive: true });
    expect(databaseCa).toBe('PEM');
    expect(runtimeFromEnvironment(COMPLETE).migrations.databaseCa).toBeUndefined();
  });
});
