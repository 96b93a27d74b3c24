import { execFileSync } from 'node:child_process';
import { Ajv } from 'ajv';
import { formatOutputs, toEnv, toTfvars } from '../../core/formats.ts';
import type { Outputs } from '../../core/generated/api.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { openapiSchemas } from './openapi.ts';

const auroraRegion = (region: string, writer: boolean) => ({
  region,
  clusterIdentifier: `shop-dev-aurora-${region}`,
  clusterArn: `arn:aws:rds:${region}:123456789012:cluster:shop-dev-aurora`,
  writerEndpoint: writer ? `writer.${region}.example` : null,
  readerEndpoint: `reader.${region}.example`,
  port: 5432,
});

const tableArn = (region: string) => `arn:aws:dynamodb:${region}:123456789012:table/shop-dev-game-moves`;

const OUTPUTS: EnvironmentOutputs = {
  aurora: {
    databaseName: 'appdb',
    engineVersion: '15.17',
    masterUsername: 'gameadmin',
    masterSecretArn: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:master-AbCdEf',
    tls: true,
    globalClusterIdentifier: 'shop-dev-global',
    globalWriterEndpoint: 'global.example',
    primary: auroraRegion('eu-west-2', true),
    secondary: auroraRegion('eu-west-1', false),
  },
  dynamodb: {
    tables: {
      game_moves: {
        name: 'shop-dev-game-moves',
        arns: { 'eu-west-1': tableArn('eu-west-1'), 'eu-west-2': tableArn('eu-west-2') },
        streamArns: { 'eu-west-2': `${tableArn('eu-west-2')}/stream/2026` },
      },
    },
  },
  redis: {
    region: 'eu-west-2',
    replicationGroupId: 'shop-dev-redis',
    primaryEndpoint: 'redis.example',
    readerEndpoint: 'redis-ro.example',
    configurationEndpoint: null,
    port: 6379,
    readerPort: 6380,
    tls: true,
    authTokenSecretArn: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:auth-AbCdEf',
  },
  dax: { region: 'eu-west-2', clusterName: 'shop-dev-dax', address: 'dax.example', port: 9111, tls: true },
  alarms: { 'eu-west-2': ['shop-dev-cpu', 'shop-dev-lag'], 'eu-west-1': [] },
  dashboards: { 'eu-west-2': 'shop-dev' },
  schema: { set: 'gaming', version: '0004_game_sessions' },
};

/** One region, no stream, no dashboard, no migration. */
const SMALLEST: EnvironmentOutputs = {
  ...OUTPUTS,
  aurora: { ...OUTPUTS.aurora, secondary: null, globalClusterIdentifier: null, globalWriterEndpoint: null },
  dynamodb: {
    tables: {
      'game--moves': { name: 'moves', arns: { 'eu-west-2': tableArn('eu-west-2') }, streamArns: {} },
    },
  },
  dashboards: {},
  schema: null,
};

const withDatabaseName = (databaseName: string): EnvironmentOutputs => ({
  ...OUTPUTS,
  aurora: { ...OUTPUTS.aurora, databaseName },
});

describe('outputs as JSON', () => {
  it('are what the contract says', () => {
    const { contentType, body } = formatOutputs(OUTPUTS, 'json');
    const parsed: Outputs = JSON.parse(body);
    const validate = new Ajv({ strict: false }).compile(openapiSchemas('Outputs'));
    expect(contentType).toBe('application/json');
    expect([validate(parsed), validate.errors]).toEqual([true, null]);
    expect(parsed).toEqual(OUTPUTS);
  });
});

it.each([
  ['env', toEnv],
  ['tfvars', toTfvars],
] as const)('outputs as %s are plain text', (format, text) => {
  expect(formatOutputs(OUTPUTS, format)).toEqual({
    contentType: 'text/plain; charset=utf-8',
    body: text(OUTPUTS),
  });
});

describe('outputs as .env', () => {
  it.each([
    'AURORA_WRITER_ENDPOINT=writer.eu-west-2.example',
    'AURORA_PORT=5432',
    'AURORA_MASTER_SECRET_ARN=arn:aws:secretsmanager:eu-west-2:123456789012:secret:master-AbCdEf',
    'AURORA_SECONDARY_REGION=eu-west-1',
    'AURORA_SECONDARY_READER_ENDPOINT=reader.eu-west-1.example',
    'AURORA_SECONDARY_PORT=5432',
    'DYNAMODB_TABLE_GAME_MOVES=shop-dev-game-moves',
    `DYNAMODB_TABLE_GAME_MOVES_ARN_EU_WEST_1=${tableArn('eu-west-1')}`,
    `DYNAMODB_TABLE_GAME_MOVES_STREAM_ARN_EU_WEST_2=${tableArn('eu-west-2')}/stream/2026`,
    'REDIS_READER_PORT=6380',
    'REDIS_TLS=true',
    'DAX_ADDRESS=dax.example',
    'ALARMS_EU_WEST_2=shop-dev-cpu,shop-dev-lag',
    'DASHBOARD_EU_WEST_2=shop-dev',
    'SCHEMA_SET=gaming',
    'SCHEMA_VERSION=0004_game_sessions',
  ])('have the line %s', (line) => {
    expect(toEnv(OUTPUTS).split('\n')).toContain(line);
  });

  it('have no line for what there is not', () => {
    expect(toEnv(OUTPUTS)).not.toMatch(/REDIS_CONFIGURATION_ENDPOINT|null/);
    expect(toEnv(SMALLEST)).not.toMatch(/SECONDARY|GLOBAL|STREAM|DASHBOARD|SCHEMA|null|undefined/);
    expect(toEnv(SMALLEST)).toContain('\nDYNAMODB_TABLE_GAME_MOVES=moves\n');
  });

  it.each(["it's", '$HOME `id` "x" \\', 'two\nlines', ''])('give a shell the value %j unchanged', (value) => {
    const script = `${toEnv(withDatabaseName(value))}printf %s "$AURORA_DATABASE_NAME"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
  });
});

describe('outputs as tfvars', () => {
  const text = toTfvars(OUTPUTS);

  it.each([
    ['primary_cluster_endpoint', '"writer.eu-west-2.example"'],
    ['primary_cluster_reader_endpoint', '"reader.eu-west-2.example"'],
    ['primary_cluster_port', '5432'],
    ['primary_cluster_database_name', '"appdb"'],
    ['dynamodb_table_names', '{\n  "game_moves" = "shop-dev-game-moves"\n}'],
    ['dynamodb_table_arns', `{\n  "game_moves" = "${tableArn('eu-west-2')}"\n}`],
    ['dynamodb_stream_arns', `{\n  "game_moves" = "${tableArn('eu-west-2')}/stream/2026"\n}`],
    ['redis_primary_endpoint', '"redis.example"'],
    ['redis_reader_endpoint', '"redis-ro.example"'],
    ['redis_port', '6379'],
    ['dax_cluster_address', '"dax.example"'],
    ['dax_port', '9111'],
    ['redis_configuration_endpoint', 'null'],
    ['secondary_cluster_reader_endpoint', '"reader.eu-west-1.example"'],
    ['secondary_cluster_port', '5432'],
    ['schema_version', '"0004_game_sessions"'],
    [
      'dynamodb_table_arns_by_region',
      `{\n  "game_moves" = {\n    "eu-west-1" = "${tableArn('eu-west-1')}"\n    "eu-west-2" = "${tableArn('eu-west-2')}"\n  }\n}`,
    ],
    [
      'dynamodb_stream_arns_by_region',
      `{\n  "game_moves" = {\n    "eu-west-2" = "${tableArn('eu-west-2')}/stream/2026"\n  }\n}`,
    ],
    [
      'alarm_names',
      '{\n  "eu-west-2" = [\n    "shop-dev-cpu",\n    "shop-dev-lag",\n  ]\n  "eu-west-1" = []\n}',
    ],
  ])('set %s', (name, value) => {
    expect(text.replaceAll(/^(\w+) +=/gm, '$1 =')).toContain(`${name} = ${value}\n`);
  });

  it.each([
    ['secondary_cluster_reader_endpoint', 'null'],
    ['secondary_cluster_port', 'null'],
    ['schema_version', 'null'],
    ['dynamodb_stream_arns', '{}'],
    ['dashboard_names', '{}'],
  ])('set %s where there is none to %s', (name, value) => {
    expect(toTfvars(SMALLEST).replaceAll(/^(\w+) +=/gm, '$1 =')).toContain(`${name} = ${value}\n`);
  });

  it('have their values below each other', () => {
    const columns = [...text.matchAll(/^\w+ +=/gm)].map(([start]) => start.length);
    expect(new Set(columns).size).toBe(1);
    expect(text).toMatch(/^\w+ =/m);
  });

  it('escape what HCL would read as a template or the end of a string', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: HCL's templates, not ours
    expect(toTfvars(withDatabaseName('a"b${c}%{d}\\'))).toContain('"a\\"b$${c}%%{d}\\\\"');
  });
});
