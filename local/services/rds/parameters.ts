import { invalidValue } from './errors.ts';
import type { ParameterGroupKind } from './state.ts';

/**
 * Parameters of the aurora-postgresql families. Which are static is PostgreSQL's own rule (context `postmaster` of
 * pg_settings); ranges are PostgreSQL's. Which belong to the cluster only is from the Aurora guide, "Aurora PostgreSQL
 * cluster-level parameters". A part of AWS's list, the part that people tune: another name is refused as AWS
 * refuses a name it does not know.
 */
export interface ParameterDefinition {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'float' | 'string' | 'enum' | 'list';
  readonly applyType: 'static' | 'dynamic';
  readonly allowed: string | undefined;
  readonly level: 'cluster' | 'both';
}

type Row = readonly [name: string, type: ParameterDefinition['type'], allowed?: string];

const ON_OFF = '0,1';
const STATIC: readonly Row[] = [
  ['autovacuum_freeze_max_age', 'integer', '100000000-750000000'],
  ['autovacuum_max_workers', 'integer', '1-262143'],
  ['max_connections', 'integer', '6-262143'],
  ['max_locks_per_transaction', 'integer', '10-2147483647'],
  ['max_prepared_transactions', 'integer', '0-262143'],
  ['max_worker_processes', 'integer', '0-262143'],
  ['pg_stat_statements.max', 'integer', '100-2147483647'],
  ['shared_buffers', 'integer', '16-1073741823'],
  ['shared_preload_libraries', 'list'],
  ['superuser_reserved_connections', 'integer', '0-8388607'],
  ['track_activity_query_size', 'integer', '100-102400'],
];
const DYNAMIC: readonly Row[] = [
  ['application_name', 'string'],
  ['auto_explain.log_analyze', 'boolean', ON_OFF],
  ['auto_explain.log_min_duration', 'integer', '-1-2147483647'],
  ['client_min_messages', 'enum'],
  ['deadlock_timeout', 'integer', '1-2147483647'],
  ['default_statistics_target', 'integer', '1-10000'],
  ['effective_cache_size', 'integer', '1-2147483647'],
  ['idle_in_transaction_session_timeout', 'integer', '0-2147483647'],
  ['idle_session_timeout', 'integer', '0-2147483647'],
  ['jit', 'boolean', ON_OFF],
  ['lock_timeout', 'integer', '0-2147483647'],
  ['log_autovacuum_min_duration', 'integer', '-1-2147483647'],
  ['log_connections', 'boolean', ON_OFF],
  ['log_disconnections', 'boolean', ON_OFF],
  ['log_duration', 'boolean', ON_OFF],
  ['log_error_verbosity', 'enum', 'terse,default,verbose'],
  ['log_hostname', 'boolean', ON_OFF],
  ['log_lock_waits', 'boolean', ON_OFF],
  ['log_min_duration_sample', 'integer', '-1-2147483647'],
  ['log_min_duration_statement', 'integer', '-1-2147483647'],
  ['log_min_error_statement', 'enum'],
  ['log_min_messages', 'enum'],
  ['log_parameter_max_length', 'integer', '-1-1073741823'],
  ['log_rotation_age', 'integer', '1-1440'],
  ['log_rotation_size', 'integer', '0-2097151'],
  ['log_statement', 'enum', 'none,ddl,mod,all'],
  ['log_statement_sample_rate', 'float', '0-1'],
  ['log_temp_files', 'integer', '-1-2147483647'],
  ['maintenance_work_mem', 'integer', '1024-2147483647'],
  ['max_parallel_maintenance_workers', 'integer', '0-1024'],
  ['max_parallel_workers', 'integer', '0-1024'],
  ['max_parallel_workers_per_gather', 'integer', '0-1024'],
  ['max_standby_streaming_delay', 'integer', '-1-2147483647'],
  ['pg_stat_statements.save', 'boolean', ON_OFF],
  ['pg_stat_statements.track', 'enum', 'none,top,all'],
  ['pg_stat_statements.track_utility', 'boolean', ON_OFF],
  ['pgaudit.log', 'list'],
  ['pgaudit.role', 'string'],
  ['random_page_cost', 'float', '0-1.79769e+308'],
  ['rds.force_admin_logging_level', 'enum'],
  ['rds.force_autovacuum_logging_level', 'enum'],
  ['rds.log_retention_period', 'integer', '1440-10080'],
  ['search_path', 'string'],
  ['seq_page_cost', 'float', '0-1.79769e+308'],
  ['ssl_max_protocol_version', 'enum', 'TLSv1.2,TLSv1.3'],
  ['ssl_min_protocol_version', 'enum', 'TLSv1,TLSv1.1,TLSv1.2,TLSv1.3'],
  ['statement_timeout', 'integer', '0-2147483647'],
  ['tcp_keepalives_count', 'integer', '0-2147483647'],
  ['tcp_keepalives_idle', 'integer', '0-2147483647'],
  ['tcp_keepalives_interval', 'integer', '0-2147483647'],
  ['temp_buffers', 'integer', '100-1073741823'],
  ['track_activities', 'boolean', ON_OFF],
  ['track_counts', 'boolean', ON_OFF],
  ['track_functions', 'enum', 'none,pl,all'],
  ['track_io_timing', 'boolean', ON_OFF],
  ['work_mem', 'integer', '64-2147483647'],
];
const CLUSTER_STATIC: readonly Row[] = [
  ['rds.enable_plan_management', 'boolean', ON_OFF],
  ['rds.logical_replication', 'boolean', ON_OFF],
  ['max_logical_replication_workers', 'integer', '0-262143'],
  ['max_replication_slots', 'integer', '5-262143'],
  ['max_wal_senders', 'integer', '5-262143'],
];
const CLUSTER_DYNAMIC: readonly Row[] = [
  ['apg_ccm_enabled', 'boolean', ON_OFF],
  ['autovacuum', 'boolean', ON_OFF],
  ['autovacuum_analyze_scale_factor', 'float', '0-100'],
  ['autovacuum_analyze_threshold', 'integer', '0-2147483647'],
  ['autovacuum_naptime', 'integer', '1-2147483'],
  ['autovacuum_vacuum_cost_delay', 'float', '-1-100'],
  ['autovacuum_vacuum_cost_limit', 'integer', '-1-10000'],
  ['autovacuum_vacuum_scale_factor', 'float', '0-100'],
  ['autovacuum_vacuum_threshold', 'integer', '0-2147483647'],
  ['datestyle', 'string'],
  ['password_encryption', 'enum', 'md5,scram-sha-256'],
  ['rds.accepted_password_auth_method', 'enum', 'md5+scram,scram'],
  ['rds.force_ssl', 'boolean', ON_OFF],
  ['rds.global_db_rpo', 'integer', '20-2147483647'],
  ['rds.restrict_password_commands', 'boolean', ON_OFF],
  ['synchronous_commit', 'enum', 'local,on,off'],
  ['timezone', 'string'],
];

const define =
  (applyType: ParameterDefinition['applyType'], level: ParameterDefinition['level']) =>
  ([name, type, allowed]: Row): [string, ParameterDefinition] => [
    name,
    { name, type, allowed, applyType, level },
  ];

const DEFINITIONS: ReadonlyMap<string, ParameterDefinition> = new Map([
  ...STATIC.map(define('static', 'both')),
  ...DYNAMIC.map(define('dynamic', 'both')),
  ...CLUSTER_STATIC.map(define('static', 'cluster')),
  ...CLUSTER_DYNAMIC.map(define('dynamic', 'cluster')),
]);

export function definitions(kind: ParameterGroupKind): ParameterDefinition[] {
  return [...DEFINITIONS.values()].filter((each) => kind === 'cluster' || each.level === 'both');
}

export function definition(kind: ParameterGroupKind, name: string): ParameterDefinition {
  const found = DEFINITIONS.get(name.toLowerCase());
  if (!found || (kind === 'instance' && found.level === 'cluster')) {
    throw invalidValue(`Could not find parameter with name: ${name}`);
  }
  return found;
}

/** Formulas such as `{DBInstanceClassMemory/9531392}` are not worked out, so any is taken. */
export function checkValue({ name, type, allowed }: ParameterDefinition, value: string): void {
  if (allowed === undefined || value.includes('{')) return;
  const range = /^(-?\d+)-(\d[\d.e+]*)$/.exec(allowed);
  const numeric = type === 'integer' || type === 'float';
  const fits = range
    ? numeric && value.trim() !== '' && Number(value) >= Number(range[1]) && Number(value) <= Number(range[2])
    : allowed.split(',').includes(value);
  if (!fits || (type === 'integer' && !Number.isInteger(Number(value)))) {
    throw invalidValue(`Invalid parameter value: ${value} for: ${name} allowed values are: ${allowed}`);
  }
}
