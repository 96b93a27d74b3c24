import type { AuroraSpec } from '../../core/spec.ts';
import type { ObservedParameterGroup } from './observed.ts';

/**
 * Cluster parameters that every environment gets. A request may set others, or these to other values.
 * Slow statements are logged from one second on; lock waits and temporary files over 10 MB too, as they are what
 * makes statements slow.
 */
const CLUSTER_DEFAULTS: Readonly<Record<string, string>> = {
  'rds.force_ssl': '1',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  log_min_duration_statement: '1000',
  log_lock_waits: '1',
  log_temp_files: '10240',
  log_autovacuum_min_duration: '10000',
  track_io_timing: '1',
  track_activity_query_size: '4096',
};

/** Instance parameters. A session that idles in a transaction holds locks and stops vacuum; milliseconds. */
const INSTANCE_DEFAULTS: Readonly<Record<string, string>> = {
  idle_in_transaction_session_timeout: '600000',
};

/** At most 20 parameters in one call (client-rds, ModifyDBClusterParameterGroup). */
export const PARAMETERS_PER_CALL = 20;

export function clusterParameters(spec: AuroraSpec): Record<string, string> {
  return over(CLUSTER_DEFAULTS, spec.clusterParameters);
}

export function instanceParameters(spec: AuroraSpec): Record<string, string> {
  return over(INSTANCE_DEFAULTS, spec.instanceParameters);
}

type Values = Readonly<Record<string, string>>;

/** A request may write a name in capitals, and AWS does not tell them apart. */
function over(defaults: Values, given: Values): Record<string, string> {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const kept = Object.entries(defaults).filter(([name]) => !names.has(name));
  return { ...Object.fromEntries(kept), ...given };
}

/**
 * Parameters known to be dynamic: PostgreSQL takes them without a restart (pg_settings.context other than
 * `postmaster`). `pending-reboot` is legal for every parameter, `immediate` for dynamic ones only (client-rds,
 * Parameter.ApplyMethod), so what is not listed here is taken for static. A group's values are all in force
 * from the first start of a cluster, whatever the method.
 */
const DYNAMIC = [
  /^log_(?!rotation)/,
  /^(auto_explain|pgaudit)\./,
  /^pg_stat_statements\.(track|track_utility|save)$/,
  /^autovacuum(_analyze|_vacuum)_(scale_factor|threshold|cost_delay|cost_limit)$/,
  /^(autovacuum|autovacuum_naptime|rds\.force_ssl|rds\.log_retention_period|rds\.global_db_rpo)$/,
  /^(statement|lock|deadlock|idle_in_transaction_session|idle_session)_timeout$/,
  /^(work_mem|maintenance_work_mem|temp_buffers|effective_cache_size|default_statistics_target|jit)$/,
  /^(random|seq)_page_cost$/,
  /^track_(activities|counts|functions|io_timing)$/,
  /^tcp_keepalives_(count|idle|interval)$/,
];

export function applyMethod(parameter: string): 'immediate' | 'pending-reboot' {
  return DYNAMIC.some((pattern) => pattern.test(parameter)) ? 'immediate' : 'pending-reboot';
}

/** Names of the parameters whose value is not as desired, in the order of their names. */
export function differing(
  desired: Readonly<Record<string, string>>,
  group: ObservedParameterGroup,
): string[] {
  return Object.keys(desired)
    .filter((name) => group.values[name.toLowerCase()] !== desired[name])
    .sort();
}

/**
 * Names of the parameters that somebody has set and that are not desired: they go back to AWS's default. What is
 * desired includes our own defaults, so those never do.
 */
export function leftovers(
  desired: Readonly<Record<string, string>>,
  group: ObservedParameterGroup,
): string[] {
  const wanted = new Set(Object.keys(desired).map((name) => name.toLowerCase()));
  return Object.keys(group.values)
    .filter((name) => !wanted.has(name))
    .sort();
}
