import type {
  AttributeDefinition,
  CreateTableInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  Projection,
  ProvisionedThroughput,
  Tag,
} from '@aws-sdk/client-dynamodb';
import { invalid, notImplemented, validation } from './errors.ts';

const MAX_GLOBAL_INDEXES = 20;
const MAX_LOCAL_INDEXES = 5;
const MAX_TAGS = 50;
const MAX_UNITS = 1_000_000_000_000;

const NOT_ON_CREATE = [
  'ResourcePolicy',
  'OnDemandThroughput',
  'WarmThroughput',
  'GlobalTableSourceArn',
  'GlobalTableSettingsReplicationMode',
  'VectorIndexes',
] as const;

/** Members that AWS takes and the local cloud does not know. */
export function refuseUnimplemented(input: object, members: readonly string[]): void {
  const given = input as Record<string, unknown>;
  const member = members.find((name) => given[name] !== undefined);
  if (member) throw notImplemented(`${member} of a DynamoDB table`);
  if (given.TableClass !== undefined && given.TableClass !== 'STANDARD') {
    throw notImplemented(`the table class ${String(given.TableClass)}`);
  }
}

/** Everything about a CreateTable that can be judged without knowing what exists. */
export function validateCreateTable(input: CreateTableInput): void {
  refuseUnimplemented(input, NOT_ON_CREATE);
  validateAttributes(input.AttributeDefinitions ?? []);
  validateBilling(input);
  const attributes = input.AttributeDefinitions ?? [];
  validateKeySchema(input.KeySchema ?? [], attributes);
  validateLocalIndexes(input, attributes);
  if (input.GlobalSecondaryIndexes) validateGlobalIndexes(input.GlobalSecondaryIndexes, attributes);
  validateIndexNames([...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])]);
  validateUse(input, attributes);
  validateStream(input.StreamSpecification);
  validateTags(input.Tags ?? []);
}

function validateAttributes(attributes: readonly AttributeDefinition[]): void {
  const seen = new Set<string>();
  for (const { AttributeName: name = '', AttributeType: type } of attributes) {
    if (type !== 'S' && type !== 'N' && type !== 'B') {
      throw validation(
        `1 validation error detected: Value '${type}' at 'attributeDefinitions.member.attributeType' failed to ` +
          'satisfy constraint: Member must satisfy enum value set: [B, N, S]',
      );
    }
    if (seen.has(name)) throw validation(`Attribute Name is duplicated: ${name}`);
    seen.add(name);
  }
}

/** Keys of a table or an index. The local cloud takes the classic one or two; AWS takes up to four of each. */
export function validateKeySchema(
  schema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
): void {
  const [hash, range] = schema;
  if (!hash) {
    throw validation(
      "1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member must have " +
        'length greater than or equal to 1',
    );
  }
  if (schema.length > 2) throw notImplemented('key schemas with more than two attributes');
  if (hash.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (range && range.KeyType !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (range && range.AttributeName === hash.AttributeName) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  const defined = attributes.map((one) => one.AttributeName ?? '');
  const keys = schema.map((one) => one.AttributeName ?? '');
  if (keys.length > defined.length) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (keys.some((key) => !defined.includes(key))) {
    throw invalid(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
}

function validateLocalIndexes(input: CreateTableInput, attributes: readonly AttributeDefinition[]): void {
  const indexes = input.LocalSecondaryIndexes;
  if (!indexes) return;
  if (indexes.length === 0) throw invalid('List of LocalSecondaryIndexes is empty');
  if (indexes.length > MAX_LOCAL_INDEXES) {
    throw invalid(`Number of LocalSecondaryIndexes exceeds per-table limit of ${MAX_LOCAL_INDEXES}`);
  }
  const tableHash = input.KeySchema?.[0]?.AttributeName;
  if (input.KeySchema?.length !== 2) {
    throw invalid(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const { IndexName, KeySchema = [], Projection } of indexes) {
    validateKeySchema(KeySchema, attributes);
    validateProjection(Projection);
    if (KeySchema.length !== 2) {
      throw invalid(`Index KeySchema does not have a range key for index: ${IndexName}`);
    }
    const hash = KeySchema[0]?.AttributeName;
    if (hash !== tableHash) {
      throw invalid(
        'Index KeySchema does not have the same leading hash key as table KeySchema for index: ' +
          `${IndexName}. index hash key: ${hash}, table hash key: ${tableHash}`,
      );
    }
  }
}

function validateGlobalIndexes(
  indexes: readonly GlobalSecondaryIndex[],
  attributes: readonly AttributeDefinition[],
): void {
  if (indexes.length === 0) throw invalid('List of GlobalSecondaryIndexes is empty');
  if (indexes.length > MAX_GLOBAL_INDEXES) {
    throw invalid(`GlobalSecondaryIndex count exceeds the per-table limit of ${MAX_GLOBAL_INDEXES}`);
  }
  for (const index of indexes) validateGlobalIndex(index, attributes);
}

export function validateGlobalIndex(
  index: Pick<GlobalSecondaryIndex, 'IndexName' | 'KeySchema' | 'Projection'>,
  attributes: readonly AttributeDefinition[],
): void {
  validateKeySchema(index.KeySchema ?? [], attributes);
  validateProjection(index.Projection);
}

function validateProjection(projection: Projection | undefined): void {
  const type = projection?.ProjectionType;
  if (type === undefined) throw invalid('Unknown ProjectionType: null');
  if (type === 'INCLUDE' && !projection?.NonKeyAttributes) {
    throw invalid('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (type !== 'INCLUDE' && projection?.NonKeyAttributes) {
    throw invalid(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
}

function validateIndexNames(indexes: readonly { readonly IndexName: string | undefined }[]): void {
  const seen = new Set<string>();
  for (const { IndexName: name = '' } of indexes) {
    if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) {
      throw validation(
        `1 validation error detected: Value '${name}' at 'indexName' failed to satisfy constraint: Member must ` +
          'satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have a length of 3 to 255',
      );
    }
    if (seen.has(name)) throw invalid(`Duplicate index name: ${name}`);
    seen.add(name);
  }
}

/** Only key attributes may be declared: DynamoDB has no schema for the others. */
function validateUse(input: CreateTableInput, attributes: readonly AttributeDefinition[]): void {
  const indexes = [...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])];
  const used = new Set(
    [input.KeySchema ?? [], ...indexes.map((index) => index.KeySchema ?? [])]
      .flat()
      .map((k) => k.AttributeName),
  );
  if (attributes.every((one) => used.has(one.AttributeName))) return;
  if (indexes.length === 0) {
    throw invalid(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in ' +
        'AttributeDefinitions',
    );
  }
  const declared = attributes.map((one) => one.AttributeName).join(', ');
  throw invalid(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${declared}], keys used: [${[...used].join(', ')}]`,
  );
}

function validateBilling(input: CreateTableInput): void {
  const indexes = input.GlobalSecondaryIndexes ?? [];
  if (input.BillingMode === 'PAY_PER_REQUEST') {
    if (input.ProvisionedThroughput) {
      throw invalid(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    const wrong = indexes.find((index) => index.ProvisionedThroughput);
    if (wrong) {
      throw invalid(
        `ProvisionedThroughput should not be specified for index: ${wrong.IndexName} when BillingMode is ` +
          'PAY_PER_REQUEST',
      );
    }
    return;
  }
  if (!complete(input.ProvisionedThroughput)) {
    throw invalid(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  const wrong = indexes.find((index) => !index.ProvisionedThroughput);
  if (wrong) throw invalid(`ProvisionedThroughput is not specified for index: ${wrong.IndexName}`);
  for (const owner of [input, ...indexes]) validateUnits(owner.ProvisionedThroughput);
}

const complete = (value: ProvisionedThroughput | undefined): boolean =>
  value?.ReadCapacityUnits !== undefined && value.WriteCapacityUnits !== undefined;

export function validateUnits(value: ProvisionedThroughput | undefined): void {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const units = value?.[name];
    if (units === undefined) continue;
    if (units < 1) {
      throw validation(
        `1 validation error detected: Value '${units}' at 'provisionedThroughput.${name.charAt(0).toLowerCase()}` +
          `${name.slice(1)}' failed to satisfy constraint: Member must have value greater than or equal to 1`,
      );
    }
    if (units > MAX_UNITS) throw validation(`Given value ${units} for ${name} is out of bounds`);
  }
}

function validateStream(stream: CreateTableInput['StreamSpecification']): void {
  if (stream?.StreamEnabled && !stream.StreamViewType) {
    throw invalid('Table is being created with a stream enabled, UpdateViewType is required');
  }
  if (stream && !stream.StreamEnabled && stream.StreamViewType) {
    throw invalid('Table is being created with a stream disabled, UpdateViewType should not be specified');
  }
}

/** The tags of one request, and that the resource does not get more than 50 in all. */
export function validateTags(tags: readonly Tag[], existing: Iterable<string> = []): void {
  const seen = new Set<string>();
  for (const { Key: key = '', Value: value } of tags) {
    if (key === '' || key.length > 128) throw validation(`The Tag Key provided is invalid, Key: ${key}`);
    if (key.toLowerCase().startsWith('aws:')) {
      throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    }
    if (value === undefined || value.length > 256) {
      throw validation(`The Tag Value provided is invalid, Value: ${value ?? 'null'}`);
    }
    if (seen.has(key)) {
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    seen.add(key);
  }
  if (new Set([...existing, ...seen]).size > MAX_TAGS) {
    throw validation('Number of Tags exceed the current limit for the provided ResourceArn');
  }
}
