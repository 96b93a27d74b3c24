// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
export type OutputsText = string

export interface EnvironmentRequest {
/**
 * Name of the environment in its project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev.
 */
environment: string
/**
 * The sizes to start from (GET /v1/presets); every other field overrides one of them.
 */
preset?: ("development" | "staging" | "standard" | "production")
/**
 * Name of a landing zone that the platform team has set up, in lower-case letters, digits and hyphens.
 */
landingZone?: string
/**
 * An AWS region of the landing zone, such as eu-west-2. The database is written here.
 */
primaryRegion?: string
/**
 * Another AWS region of the landing zone, such as eu-west-1. Used when a global database or global tables are asked for.
 */
secondaryRegion?: string
/**
 * Who answers for the environment, such as team-shop or shop@example.com; at most 128 letters, digits, spaces and _.:/=+@-. It becomes the tag Owner of every resource.
 */
owner?: string
/**
 * Who pays, such as 4711; at most 128 letters, digits, spaces and _.:/=+@-. It becomes the tag CostCenter of every resource.
 */
costCenter?: string
/**
 * How long the environment lives from now on, in minutes, hours or days, such as 8h; then it is deleted. Only where the platform team allows it, by default with preset development. A change to another value extends it; null keeps it.
 */
expiresAfter?: string
/**
 * When the creation fails for good: keep what is there, so that it can be retried, or rollback, which deletes what it has made.
 */
onFailure?: ("keep" | "rollback")
aurora?: AuroraRequest
dynamodb?: DynamoDbRequest
redis?: RedisRequest
dax?: DaxRequest
alarms?: AlarmsRequest
migrations?: MigrationsRequest
/**
 * At most 40 tags for every resource, besides Project, Environment and ManagedBy, which they may replace. Keys have at most 128 characters and do not start with aws or plinth and a colon.
 */
tags?: {
/**
 * A tag value of at most 256 characters.
 */
[k: string]: string
}
}
export interface AuroraRequest {
/**
 * A full Aurora PostgreSQL version such as 15.17. By default the newest orderable 15.x.
 */
engineVersion?: string
/**
 * An instance class such as db.r6g.large, the same for every instance; db.serverless is not supported.
 */
instanceClass?: string
/**
 * Instances in the primary region, from 1 to 16 (15 in a global database). The first is the writer.
 */
instanceCount?: number
/**
 * Instances in the secondary region of a global database, from 1 to 16. By default 1.
 */
secondaryInstanceCount?: number
/**
 * true for a global database with a second cluster in the secondary region.
 */
globalDatabase?: boolean
/**
 * From 1 to 63 letters and digits, starting with a letter, and not a reserved word.
 */
databaseName?: string
/**
 * From 1 to 16 letters and digits, starting with a letter, and not a reserved word.
 */
masterUsername?: string
/**
 * The ARN of an existing secret in the primary region, a JSON object with the field password. By default a password is generated into a new secret. Never the password itself.
 */
masterSecretArn?: string
/**
 * A port from 1150 to 65535.
 */
port?: number
/**
 * Days from 1 to 35; Aurora cannot turn automated backups off.
 */
backupRetentionDays?: number
/**
 * UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 30 minutes, outside the maintenance window.
 */
backupWindow?: string
/**
 * UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:04:30-sun:05:30; from 30 minutes to 24 hours.
 */
maintenanceWindow?: string
performanceInsights?: PerformanceInsightsRequest
/**
 * Interval of enhanced monitoring; 0 turns it off.
 */
monitoringIntervalSeconds?: (0 | 1 | 5 | 10 | 15 | 30 | 60)
/**
 * Logs to export to CloudWatch, each once.
 * 
 * @maxItems 3
 * 
 * Items: A log that Aurora PostgreSQL can export to CloudWatch.
 */
logExports?: ("postgresql" | "instance" | "iam-db-auth-error")[]
/**
 * true or false.
 */
deletionProtection?: boolean
/**
 * true or false. By default false, because the environment records the exact version it runs; it has no effect in a global database.
 */
autoMinorVersionUpgrade?: boolean
/**
 * aurora-iopt1 is I/O-Optimized.
 */
storageType?: ("aurora" | "aurora-iopt1")
/**
 * At most 60 parameters for the cluster parameter group, values as strings, over the tuned defaults.
 */
clusterParameters?: {
/**
 * A parameter value, written as a string.
 */
[k: string]: string
}
/**
 * At most 60 parameters for the instance parameter group, values as strings, over the tuned defaults.
 */
instanceParameters?: {
/**
 * A parameter value, written as a string.
 */
[k: string]: string
}
}
export interface PerformanceInsightsRequest {
/**
 * true or false.
 */
enabled?: boolean
/**
 * 7 is free; the others are whole months of 31 days, or two years.
 */
retentionDays?: (7 | 31 | 62 | 93 | 124 | 155 | 186 | 217 | 248 | 279 | 310 | 341 | 372 | 403 | 434 | 465 | 496 | 527 | 558 | 589 | 620 | 651 | 682 | 713 | 731)
}
export interface DynamoDbRequest {
/**
 * PROVISIONED also needs the field provisioned, and no global tables.
 */
billingMode?: ("PAY_PER_REQUEST" | "PROVISIONED")
provisioned?: ProvisionedRequest
/**
 * true for a replica of every table in the secondary region.
 */
globalTables?: boolean
pointInTimeRecovery?: PointInTimeRecoveryRequest
/**
 * true or false.
 */
deletionProtection?: boolean
/**
 * From 1 to 50 tables, instead of the default games, game_moves, leaderboard and user_sessions.
 * 
 * @minItems 1
 * @maxItems 50
 */
tables?: TableRequest[]
}
export interface ProvisionedRequest {
/**
 * From 1 to 40000 units.
 */
readCapacityUnits: number
/**
 * From 1 to 40000 units.
 */
writeCapacityUnits: number
}
export interface PointInTimeRecoveryRequest {
/**
 * true or false.
 */
enabled?: boolean
/**
 * Days from 1 to 35.
 */
days?: number
}
export interface TableRequest {
/**
 * Lower-case letters, digits and single underscores or hyphens, starting with a letter; at most 64 characters, such as game_moves.
 */
name: string
/**
 * The attributes that are keys of the table or of an index, each once.
 * 
 * @minItems 1
 * @maxItems 50
 */
attributes: TableAttributeRequest[]
/**
 * Name of a declared attribute.
 */
partitionKey: string
/**
 * Name of a declared attribute, other than the partition key.
 */
sortKey?: string
/**
 * At most 20 global secondary indexes.
 * 
 * @maxItems 20
 */
indexes?: TableIndexRequest[]
/**
 * Name of the attribute with the expiry in epoch seconds, in letters, digits, underscore, dot and hyphen.
 */
ttlAttribute?: string
}
export interface TableAttributeRequest {
/**
 * From 1 to 255 letters, digits, underscores, dots and hyphens, starting with a letter.
 */
name: string
/**
 * S string, N number, B binary.
 */
type: ("S" | "N" | "B")
}
export interface TableIndexRequest {
/**
 * From 3 to 255 letters, digits, underscores, dots and hyphens.
 */
name: string
/**
 * Name of a declared attribute.
 */
partitionKey: string
/**
 * Name of a declared attribute, other than the partition key.
 */
sortKey?: string
/**
 * What the index holds of each item.
 */
projection?: ("ALL" | "KEYS_ONLY")
}
export interface RedisRequest {
/**
 * The engine.
 */
engine?: ("redis" | "valkey")
/**
 * Major and minor version: 6.2, 7.0 or 7.1 for redis (by default 7.1, the last of Redis OSS), 7.2, 8.0, 8.1 or 8.2 for valkey (by default 8.2).
 */
engineVersion?: string
/**
 * A node type such as cache.r7g.large.
 */
nodeType?: string
/**
 * Nodes from 1 to 6, one of them the primary, when cluster mode is off.
 */
nodeCount?: number
clusterMode?: ClusterModeRequest
/**
 * true needs at least two nodes.
 */
multiAz?: boolean
/**
 * The ARN of an existing secret in the primary region with the AUTH token. By default a token is generated into a new secret. Never the token itself.
 */
authTokenSecretArn?: string
/**
 * Days from 0 (no snapshots) to 35.
 */
snapshotRetentionDays?: number
/**
 * UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 60 minutes, outside the maintenance window.
 */
snapshotWindow?: string
/**
 * UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00; from 60 minutes to 24 hours.
 */
maintenanceWindow?: string
/**
 * A port from 1150 to 65535.
 */
port?: number
/**
 * At most 60 parameters for the parameter group, values as strings, over the tuned defaults.
 */
parameters?: {
/**
 * A parameter value, written as a string.
 */
[k: string]: string
}
/**
 * Retention of the slow and engine logs in CloudWatch.
 */
logRetentionDays?: (1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653)
}
export interface ClusterModeRequest {
/**
 * Shards from 1 to 90.
 */
shards: number
/**
 * Replicas of each shard from 0 to 5.
 */
replicasPerShard: number
}
export interface DaxRequest {
/**
 * A node type such as dax.r4.large.
 */
nodeType?: string
/**
 * Nodes of the cluster, 1 without fault tolerance, or 3 to 10; AWS takes no cluster of 2.
 */
replicationFactor?: (1 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10)
/**
 * UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:06:00-sun:07:00; from 60 minutes to 24 hours.
 */
maintenanceWindow?: string
/**
 * Time to live in the item cache, in milliseconds.
 */
recordTtlMs?: number
/**
 * Time to live in the query cache, in milliseconds.
 */
queryTtlMs?: number
}
export interface AlarmsRequest {
/**
 * true or false.
 */
enabled?: boolean
thresholds?: AlarmThresholdsRequest
}
export interface AlarmThresholdsRequest {
/**
 * Percent from 1 to 100.
 */
cpuPercent?: number
/**
 * Percent from 1 to 100 of the connections that the instance class takes.
 */
connectionsPercent?: number
/**
 * Milliseconds from 1 to 60000.
 */
latencyMs?: number
/**
 * Percent from 1 to 100.
 */
redisMemoryPercent?: number
/**
 * Milliseconds from 1 to 600000.
 */
replicaLagMs?: number
}
export interface MigrationsRequest {
/**
 * Name of a set of SQL migrations, or none to run none. null means the same, but in a patch, where it means the default.
 */
set?: (string | null)
}
export interface EnvironmentPatch {

}
export interface Problem {
/**
 * Stable identifier of the kind of problem, such as urn:plinth:problem:validation.
 */
type: string
/**
 * The kind of problem in words. It does not change from one occurrence to the next.
 */
title: string
/**
 * The HTTP status.
 */
status: number
/**
 * What is wrong with this request, and what to do about it.
 */
detail: string
/**
 * Identifies this occurrence, for a support request.
 */
instance?: string
/**
 * Everything that is wrong with the request, each with its place.
 */
errors?: ProblemItem[]
}
export interface ProblemItem {
/**
 * What is wrong and how to repair it.
 */
detail: string
/**
 * JSON pointer into the request body as a URI fragment, such as #/aurora/port.
 */
pointer?: string
/**
 * Name of a path or query parameter.
 */
parameter?: string
/**
 * Name of a request header.
 */
header?: string
}
export interface Operation {
operationId: string
/**
 * reconcile repairs what has drifted.
 */
kind: ("create" | "update" | "reconcile" | "delete")
project: string
environment: string
/**
 * blocked: a person has to do something outside Plinth, then the operation goes on by retry.
 */
status: ("pending" | "running" | "succeeded" | "failed" | "blocked" | "cancelled")
createdAt: string
startedAt: (string | null)
endedAt: (string | null)
/**
 * Who asked.
 */
requestedBy: string
/**
 * Through which door; system is Plinth itself.
 */
door: ("http" | "event" | "catalog" | "system")
/**
 * The operation that this one goes on with.
 */
retryOf: (string | null)
/**
 * The delete that takes away what this create has made.
 */
rolledBackBy: (string | null)
cancelRequestedAt: (string | null)
/**
 * The final snapshots that a delete leaves.
 */
snapshots: FinalSnapshot[]
steps: OperationStep[]
/**
 * Why the operation failed or is blocked.
 */
error: ({
type: string
title?: string
detail: string
} | null)
links: OperationLinks
}
export interface FinalSnapshot {
tier: ("aurora" | "dynamodb" | "redis" | "dax")
region: string
name: string
}
export interface OperationStep {
/**
 * Such as ProvisionAurora or DeleteAurora.
 */
name: string
tier: ("aurora" | "dynamodb" | "redis" | "dax" | null)
status: ("pending" | "running" | "waiting" | "succeeded" | "failed" | "blocked" | "cancelled" | "skipped")
startedAt: (string | null)
endedAt: (string | null)
/**
 * What AWS has still to finish, in words.
 */
waitingFor: string[]
error: ({
type: string
title?: string
detail: string
} | null)
}
export interface OperationLinks {
self: string
environment: string
}
export interface OperationPage {
items: Operation[]
/**
 * Send it back as nextToken for the next page; null on the last.
 */
nextToken: (string | null)
}
export interface Environment {
project: string
environment: string
preset: string
status: ("creating" | "ready" | "updating" | "failed" | "blocked" | "deleting")
landingZone: string
primaryRegion: string
/**
 * Null when neither a global database nor global tables were asked for.
 */
secondaryRegion: (string | null)
createdAt: string
updatedAt: string
/**
 * When it is deleted; null: never.
 */
expiresAt: (string | null)
/**
 * The last operation.
 */
operationId: string
/**
 * What the last look for drift found; null before it.
 */
drift: ({
checkedAt: string
/**
 * Fields that are not as desired.
 */
changed: number
} | null)
/**
 * The last migration that was applied.
 */
schemaVersion: (string | null)
spec: EnvironmentSpec
links: EnvironmentLinks
}
export interface EnvironmentSpec {
aurora: {
engineVersion: string
instanceClass: string
instanceCount: number
secondaryInstanceCount: (number | null)
globalDatabase: boolean
databaseName: string
backupRetentionDays: number
performanceInsightsRetentionDays: (number | null)
deletionProtection: boolean
storageType: string
}
dynamodb: {
billingMode: string
globalTables: boolean
pointInTimeRecoveryDays: (number | null)
deletionProtection: boolean
tables: string[]
}
redis: {
engine: string
engineVersion: string
nodeType: string
/**
 * All nodes of all shards.
 */
nodeCount: number
/**
 * Null with cluster mode off.
 */
shards: (number | null)
/**
 * Null with cluster mode off.
 */
replicasPerShard: (number | null)
multiAz: boolean
snapshotRetentionDays: number
}
dax: {
nodeType: string
replicationFactor: number
}
migrations: {
set: (string | null)
}
}
export interface EnvironmentLinks {
self: string
operation: string
outputs: string
}
export interface EnvironmentOrPlan {
project: string
environment: string
preset?: string
status?: ("creating" | "ready" | "updating" | "failed" | "blocked" | "deleting")
landingZone?: string
primaryRegion?: string
/**
 * Null when neither a global database nor global tables were asked for.
 */
secondaryRegion?: (string | null)
createdAt?: string
updatedAt?: string
/**
 * When it is deleted; null: never.
 */
expiresAt?: (string | null)
/**
 * The last operation.
 */
operationId?: string
/**
 * What the last look for drift found; null before it.
 */
drift?: ({
checkedAt: string
/**
 * Fields that are not as desired.
 */
changed: number
} | null)
/**
 * The last migration that was applied.
 */
schemaVersion?: (string | null)
spec?: EnvironmentSpec
links?: EnvironmentLinks
/**
 * Send it with the same request to apply this plan and no other.
 */
planId?: string
kind?: ("create" | "update" | "reconcile" | "delete")
/**
 * Whether the request would be accepted; findings say why not.
 */
possible?: boolean
/**
 * All at once.
 */
findings?: Finding[]
/**
 * In the order in which they are asked for.
 */
tiers?: TierPlan[]
cost?: PlanCost
expected?: ExpectedTime
}
export interface Finding {
/**
 * A warning does not stop the request.
 */
severity: ("error" | "warning")
/**
 * Such as quota, key, topic, version, name, immutable, replacement, data-loss.
 */
code: string
/**
 * What is wrong and what to do about it.
 */
detail: string
/**
 * JSON pointer of the field of the request that leads here.
 */
pointer?: string
}
export interface TierPlan {
tier: ("aurora" | "dynamodb" | "redis" | "dax")
actions: PlannedAction[]
}
export interface PlannedAction {
summary: string
service: string
region: string
/**
 * The call of the AWS API, such as ModifyDBCluster.
 */
command: string
/**
 * restart: connections break for moments. replace: taken away and made anew. delete: something goes that holds no data of its own. data-loss: data is gone afterwards.
 */
effect: ("create" | "in-place" | "restart" | "replace" | "delete" | "data-loss")
/**
 * What a change changes, in the words of AWS.
 */
fields?: string[]
}
export interface PlanCost {
currency: "USD"
before: MonthlyCost
after: MonthlyCost
}
export interface MonthlyCost {
/**
 * Sum of the lines with a price, for 730 hours.
 */
monthly: number
/**
 * Lines without a price: no source has one, and none is guessed.
 */
unknown: number
lines: CostLine[]
}
export interface CostLine {
tier: ("aurora" | "dynamodb" | "redis" | "dax" | "shared")
region: string
item: string
quantity: number
unit: string
/**
 * Null: unknown.
 */
monthly: (number | null)
priceDate: (string | null)
source: (string | null)
note?: string
}
export interface ExpectedTime {
p50Seconds: number
p90Seconds: number
/**
 * history: this installation's own operations.
 */
basis: ("published" | "history")
/**
 * Operations that it is based on; 0 for published figures.
 */
samples: number
}
export interface Plan {
/**
 * Send it with the same request to apply this plan and no other.
 */
planId: string
kind: ("create" | "update" | "reconcile" | "delete")
project: string
environment: string
/**
 * Whether the request would be accepted; findings say why not.
 */
possible: boolean
/**
 * All at once.
 */
findings: Finding[]
/**
 * In the order in which they are asked for.
 */
tiers: TierPlan[]
cost: PlanCost
expected: ExpectedTime
}
export interface Drift {
project: string
environment: string
checkedAt: string
summary: {
asDesired: number
changed: number
unknown: number
}
/**
 * Changed ones first.
 */
fields: DriftField[]
}
export interface DriftField {
tier: ("aurora" | "dynamodb" | "redis" | "dax" | "alarms" | "schema")
resource: string
field: string
state: ("as-desired" | "changed" | "unknown")
/**
 * The value that was asked for.
 */
desired: {
[k: string]: unknown
}
/**
 * The value in AWS; null when unknown.
 */
observed: {
[k: string]: unknown
}
}
export interface AuditPage {
items: AuditEntry[]
nextToken: (string | null)
}
export interface AuditEntry {
at: string
who: string
door: ("http" | "event" | "catalog" | "system")
what: ("create" | "update" | "reconcile" | "delete" | "retry" | "cancel")
/**
 * started, unchanged, or the type of the problem.
 */
result: string
operationId: (string | null)
/**
 * The status of that operation now.
 */
operationStatus: (string | null)
/**
 * What was asked for, such as the fields of a patch; no values.
 */
detail: (string | null)
}
export interface OrphanPage {
items: Orphan[]
}
export interface Orphan {
orphanId: string
/**
 * Such as Aurora cluster or CloudWatch alarm.
 */
kind: string
/**
 * Name or ARN.
 */
name: string
region: string
/**
 * The environment in its tag, project/environment.
 */
environment: (string | null)
/**
 * Null: AWS does not tell.
 */
createdAt: (string | null)
ageSeconds: (number | null)
/**
 * Null: unknown.
 */
dailyUsd: (number | null)
}
export interface EnvironmentPage {
items: Environment[]
/**
 * Send it back as nextToken for the next page; null on the last.
 */
nextToken: (string | null)
}
export interface Outputs {
aurora: AuroraOutputs
dynamodb: DynamoDbOutputs
redis: RedisOutputs
dax: DaxOutputs
/**
 * Alarm names by region.
 */
alarms: {
[k: string]: string[]
}
/**
 * Dashboard name by region.
 */
dashboards: {
[k: string]: string
}
/**
 * Null when no migration set was asked for.
 */
schema: ({
set: string
version: string
} | null)
}
export interface AuroraOutputs {
databaseName: string
engineVersion: string
masterUsername: string
masterSecretArn: string
tls: true
globalClusterIdentifier: (string | null)
/**
 * Follows a switchover.
 */
globalWriterEndpoint: (string | null)
primary: AuroraRegionOutputs
secondary: ({
region: string
clusterIdentifier: string
clusterArn: string
writerEndpoint: (string | null)
readerEndpoint: string
port: number
} | null)
}
export interface AuroraRegionOutputs {
region: string
clusterIdentifier: string
clusterArn: string
/**
 * Null in the secondary region of a global database: its cluster endpoint takes no writes.
 */
writerEndpoint: (string | null)
readerEndpoint: string
port: number
}
export interface DynamoDbOutputs {
/**
 * By the name in the request.
 */
tables: {
[k: string]: TableOutputs
}
}
export interface TableOutputs {
/**
 * The name in AWS, the same in every region.
 */
name: string
/**
 * By region.
 */
arns: {
[k: string]: string
}
/**
 * By region.
 */
streamArns: {
[k: string]: string
}
}
export interface RedisOutputs {
region: string
replicationGroupId: string
/**
 * Null with cluster mode on.
 */
primaryEndpoint: (string | null)
/**
 * Null with cluster mode on.
 */
readerEndpoint: (string | null)
/**
 * Null with cluster mode off.
 */
configurationEndpoint: (string | null)
port: number
readerPort: (number | null)
tls: true
authTokenSecretArn: string
}
export interface DaxOutputs {
region: string
clusterName: string
address: string
port: number
tls: true
}
export interface Preset {
name: string
description: string
isDefault: boolean
values: PresetValues
}
export interface PresetValues {
aurora: AuroraRequest
dynamodb: DynamoDbRequest
redis: RedisRequest
dax: DaxRequest
}
export interface PresetPage {
items: Preset[]
nextToken: (string | null)
}
export interface Health {
status: "ok"
version: string
}
