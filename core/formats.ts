import type { EnvironmentOutputs } from './outputs.ts';
import type { OutputFormat } from './parameters.ts';

export interface FormattedOutputs {
  readonly contentType: string;
  readonly body: string;
}

/** The outputs of an environment in the format that `?format=` asks for. */
export function formatOutputs(outputs: EnvironmentOutputs, format: OutputFormat): FormattedOutputs {
  switch (format) {
    case 'json':
      return { contentType: 'application/json', body: JSON.stringify(outputs) };
    case 'env':
      return { contentType: 'text/plain; charset=utf-8', body: toEnv(outputs) };
    case 'tfvars':
      return { contentType: 'text/plain; charset=utf-8', body: toTfvars(outputs) };
  }
}

type Scalar = string | number | boolean | null;

/** Lines of a `.env` file, which a shell can source too. What there is not (null) has no line. */
export function toEnv(outputs: EnvironmentOutputs): string {
  return Object.entries(envVariables(outputs))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${quoteEnv(String(value))}\n`)
    .join('');
}

function envVariables({ aurora, dynamodb, redis, dax, ...rest }: EnvironmentOutputs): Record<string, Scalar> {
  return {
    AURORA_WRITER_ENDPOINT: aurora.primary.writerEndpoint,
    AURORA_READER_ENDPOINT: aurora.primary.readerEndpoint,
    AURORA_PORT: aurora.primary.port,
    AURORA_DATABASE_NAME: aurora.databaseName,
    AURORA_MASTER_USERNAME: aurora.masterUsername,
    AURORA_MASTER_SECRET_ARN: aurora.masterSecretArn,
    AURORA_TLS: aurora.tls,
    AURORA_ENGINE_VERSION: aurora.engineVersion,
    AURORA_REGION: aurora.primary.region,
    AURORA_GLOBAL_WRITER_ENDPOINT: aurora.globalWriterEndpoint,
    AURORA_SECONDARY_REGION: aurora.secondary?.region ?? null,
    AURORA_SECONDARY_READER_ENDPOINT: aurora.secondary?.readerEndpoint ?? null,
    AURORA_SECONDARY_PORT: aurora.secondary?.port ?? null,
    ...tableVariables(dynamodb),
    REDIS_PRIMARY_ENDPOINT: redis.primaryEndpoint,
    REDIS_READER_ENDPOINT: redis.readerEndpoint,
    REDIS_CONFIGURATION_ENDPOINT: redis.configurationEndpoint,
    REDIS_PORT: redis.port,
    REDIS_READER_PORT: redis.readerPort,
    REDIS_TLS: redis.tls,
    REDIS_AUTH_TOKEN_SECRET_ARN: redis.authTokenSecretArn,
    REDIS_REGION: redis.region,
    DAX_ADDRESS: dax.address,
    DAX_PORT: dax.port,
    DAX_TLS: dax.tls,
    DAX_REGION: dax.region,
    ...byRegion('ALARMS', rest.alarms, (names) => names.join(',')),
    ...byRegion('DASHBOARD', rest.dashboards, (name) => name),
    SCHEMA_SET: rest.schema?.set ?? null,
    SCHEMA_VERSION: rest.schema?.version ?? null,
  };
}

function tableVariables({ tables }: EnvironmentOutputs['dynamodb']): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(tables).flatMap(([logicalName, { name, arns, streamArns }]) => {
      const prefix = `DYNAMODB_TABLE_${envName(logicalName)}`;
      return Object.entries({
        [prefix]: name,
        ...byRegion(`${prefix}_ARN`, arns, (arn) => arn),
        ...byRegion(`${prefix}_STREAM_ARN`, streamArns, (arn) => arn),
      });
    }),
  );
}

function byRegion<T>(prefix: string, values: Readonly<Record<string, T>>, text: (value: T) => string) {
  return Object.fromEntries(
    Object.entries(values).map(([region, value]) => [`${prefix}_${envName(region)}`, text(value)]),
  );
}

function envName(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** Bare where every reader agrees on it, otherwise in single quotes, in which a shell expands nothing. */
function quoteEnv(value: string): string {
  return /^[A-Za-z0-9_./:@,+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

type Hcl = Scalar | readonly Hcl[] | { readonly [key: string]: Hcl };

/** Terraform variables: the twelve outputs of the module by their own names, then what it did not have. */
export function toTfvars(outputs: EnvironmentOutputs): string {
  const variables = Object.entries(tfVariables(outputs));
  const width = Math.max(...variables.map(([name]) => name.length));
  return variables.map(([name, value]) => `${name.padEnd(width)} = ${hcl(value)}\n`).join('');
}

function tfVariables({ aurora, dynamodb, redis, dax, ...rest }: EnvironmentOutputs): Record<string, Hcl> {
  const perTable = (pick: (table: EnvironmentOutputs['dynamodb']['tables'][string]) => Hcl | undefined) =>
    Object.fromEntries(
      Object.entries(dynamodb.tables).flatMap(([name, table]) => {
        const value = pick(table);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  // Tables have their primary copy where Aurora has its own.
  const { region } = aurora.primary;
  return {
    primary_cluster_endpoint: aurora.primary.writerEndpoint,
    primary_cluster_reader_endpoint: aurora.primary.readerEndpoint,
    primary_cluster_port: aurora.primary.port,
    primary_cluster_database_name: aurora.databaseName,
    dynamodb_table_names: perTable(({ name }) => name),
    dynamodb_table_arns: perTable(({ arns }) => arns[region]),
    dynamodb_stream_arns: perTable(({ streamArns }) => streamArns[region]),
    redis_primary_endpoint: redis.primaryEndpoint,
    redis_reader_endpoint: redis.readerEndpoint,
    redis_port: redis.port,
    dax_cluster_address: dax.address,
    dax_port: dax.port,
    database_secret_arn: aurora.masterSecretArn,
    redis_auth_token_secret_arn: redis.authTokenSecretArn,
    redis_configuration_endpoint: redis.configurationEndpoint,
    global_writer_endpoint: aurora.globalWriterEndpoint,
    secondary_cluster_reader_endpoint: aurora.secondary?.readerEndpoint ?? null,
    secondary_cluster_port: aurora.secondary?.port ?? null,
    dynamodb_table_arns_by_region: perTable(({ arns }) => arns),
    dynamodb_stream_arns_by_region: perTable(({ streamArns }) => streamArns),
    alarm_names: rest.alarms,
    dashboard_names: rest.dashboards,
    schema_version: rest.schema?.version ?? null,
    aurora_tls: aurora.tls,
    redis_tls: redis.tls,
    dax_tls: dax.tls,
  };
}

function hcl(value: Hcl, indent = ''): string {
  if (typeof value === 'string') return hclString(value);
  if (value === null || typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value as readonly Hcl[];
    return items.length === 0
      ? '[]'
      : `[\n${items.map((item) => `${inner}${hcl(item, inner)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value as { readonly [key: string]: Hcl });
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${inner}${hclString(key)} = ${hcl(item, inner)}\n`).join('')}${indent}}`;
}

/** JSON's escapes are HCL's too, but for the two that begin a template. */
function hclString(text: string): string {
  return JSON.stringify(text).replaceAll(/([$%])\{/g, '$1$1{');
}
