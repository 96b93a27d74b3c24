import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  lookingRuntimeFromEnvironment,
  migrateRuntimeFromEnvironment,
  requireVariables,
  runtimeFromEnvironment,
} from '../../functions/runtime.ts';
import { submitRuntimeFromEnvironment } from '../../functions/submit-runtime.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const COMMON = {
  AWS_REGION: 'eu-west-2',
  PLINTH_REGISTRY_TABLE: 'registry',
  PLINTH_EVENT_BUS: 'plinth',
  PLINTH_NAME_PREFIX: 'plinth-',
};
const SUBMIT = {
  ...COMMON,
  PLINTH_IDEMPOTENCY_TABLE: 'idempotency',
  PLINTH_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:111122223333:stateMachine:plinth-provision',
  PLINTH_UPDATE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:111122223333:stateMachine:plinth-update',
  PLINTH_DELETE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:111122223333:stateMachine:plinth-delete',
  PLINTH_LANDING_ZONES: JSON.stringify([localLandingZone]),
  PLINTH_MIGRATIONS_FOLDER: 'migrations',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-runtime-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it('names every variable that is missing or empty, in one error', () => {
  const env = { ...SUBMIT, PLINTH_REGISTRY_TABLE: '', PLINTH_MIGRATIONS_FOLDER: undefined };
  expect(() => submitRuntimeFromEnvironment(env)).toThrow(
    'Set the environment variables PLINTH_REGISTRY_TABLE, PLINTH_MIGRATIONS_FOLDER.',
  );
});

it('names what the function needs besides in the same error', () => {
  const env = { ...COMMON, PLINTH_EVENT_BUS: undefined };
  expect(() => runtimeFromEnvironment(env, { also: ['PLINTH_CALLBACK_KEY_ARN'] })).toThrow(
    'Set the environment variables PLINTH_EVENT_BUS, PLINTH_CALLBACK_KEY_ARN.',
  );
});

it('is content with one of two names', () => {
  expect(() => requireVariables({ B: 'b' }, ['A|B'])).not.toThrow();
  expect(() => requireVariables({}, ['A|B'])).toThrow('Set the environment variables A or B.');
});

describe('a function is not asked for what it does not need', () => {
  it.each([
    ['a step', runtimeFromEnvironment, COMMON],
    ['migrate', migrateRuntimeFromEnvironment, { ...COMMON, PLINTH_MIGRATIONS_FOLDER: 'migrations' }],
    ['drift', lookingRuntimeFromEnvironment, { ...COMMON, PLINTH_MIGRATIONS_FOLDER: 'migrations' }],
    ['api', submitRuntimeFromEnvironment, SUBMIT],
  ] as const)('%s', (_, read, env) => {
    expect(read(env)).toMatchObject({ namePrefix: 'plinth-' });
  });
});

describe('landing zones', () => {
  it('come from the variable', () => {
    expect(submitRuntimeFromEnvironment(SUBMIT).landingZones).toEqual([localLandingZone]);
  });

  it('come from the file that a variable names', () => {
    const PLINTH_LANDING_ZONES_FILE = file('zones.json', SUBMIT.PLINTH_LANDING_ZONES);
    const env = { ...SUBMIT, PLINTH_LANDING_ZONES: undefined, PLINTH_LANDING_ZONES_FILE };
    expect(submitRuntimeFromEnvironment(env).landingZones).toEqual([localLandingZone]);
  });

  it('that are wrong are an error that says where', () => {
    expect(() => submitRuntimeFromEnvironment({ ...SUBMIT, PLINTH_LANDING_ZONES: '[{"name":"a"}]' })).toThrow(
      'The landing zones in PLINTH_LANDING_ZONES are wrong: /0/regions is missing',
    );
  });
});

it('trusts the authorities of Amazon RDS unless a file names others', () => {
  const env = { ...COMMON, PLINTH_MIGRATIONS_FOLDER: 'migrations' };
  const PLINTH_DATABASE_CA = file('ca.pem', 'PEM');
  expect(migrateRuntimeFromEnvironment({ ...env, PLINTH_DATABASE_CA }).migrations.databaseCa).toBe('PEM');
  expect(migrateRuntimeFromEnvironment(env).migrations.databaseCa).toBeUndefined();
});
