/** The superuser, named as on RDS. It is reached through the unix socket only, never over TCP. */
export const superuser = 'rdsadmin';
/** Waits in the template to become a cluster's first database: renaming takes 1 ms, CREATE DATABASE 50. */
export const spareDatabase = 'plinth_spare';

export const configuration = `
# The data ends with the process, so a crash of the machine needs no protection.
fsync = off
full_page_writes = off
autovacuum_naptime = 5min
# Replicas are copied from the running server and then stream: keep what was written in between.
wal_level = replica
wal_keep_size = 128MB
max_wal_size = 256MB
min_wal_size = 8MB
max_wal_senders = 20
max_replication_slots = 10
hot_standby = on
hot_standby_feedback = on
wal_retrieve_retry_interval = 100ms
# Small: dozens of servers run side by side on a laptop.
shared_buffers = 16MB
max_connections = 100
huge_pages = off
jit = off
max_logical_replication_workers = 0
# Needs no /dev/shm, which is tiny in containers and keeps the segments of a killed server.
dynamic_shared_memory_type = mmap
# As the parameter group of the Aurora tier has it. TLS is required by pg_hba.conf.
ssl = on
password_encryption = 'scram-sha-256'
shared_preload_libraries = 'pg_stat_statements'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
datestyle = 'iso, mdy'
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
# A statement that fails may hold a password.
log_min_error_statement = panic
`;

/**
 * The socket lies in a folder that only root and the engines' user can enter, so it trusts. Over TCP: as with
 * rds.force_ssl nothing without TLS and a password, and no superuser at all.
 */
export const hostBasedAuthentication = `
local   all          ${superuser}                       trust
local   replication  ${superuser}                       trust
host    all          ${superuser}  127.0.0.1/32         reject
hostssl all          all       127.0.0.1/32         scram-sha-256
`;

/** One statement a line. What RDS gives rds_superuser, as far as plain PostgreSQL has it. */
export const bootstrap = [
  'CREATE ROLE rds_superuser NOLOGIN',
  'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION',
  `CREATE DATABASE ${spareDatabase}`,
].join('\n');
