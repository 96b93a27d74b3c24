import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE } from '../../config/bundle.ts';
import { NAMED_ERRORS } from '../../config/lean-errors.ts';

const ROOT = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

/** A client of each protocol that the tiers use (query, query-compatible JSON, JSON), and the registry's. */
const CALLS = [
  ['rds', 'RDSClient', 'DescribeDBClustersCommand'],
  ['elasticache', 'ElastiCacheClient', 'DescribeReplicationGroupsCommand'],
  ['iam', 'IAMClient', 'ListRolesCommand'],
  ['dax', 'DAXClient', 'DescribeClustersCommand'],
  ['dynamodb', 'DynamoDBClient', 'ListTablesCommand'],
  ['sfn', 'SFNClient', 'ListStateMachinesCommand'],
  ['eventbridge', 'EventBridgeClient', 'ListRulesCommand'],
  ['secrets-manager', 'SecretsManagerClient', 'ListSecretsCommand'],
  ['cloudwatch', 'CloudWatchClient', 'ListDashboardsCommand'],
  ['cloudwatch-logs', 'CloudWatchLogsClient', 'DescribeLogGroupsCommand'],
  ['kms', 'KMSClient', 'ListKeysCommand'],
] as const;

// biome-ignore lint/suspicious/noExplicitAny: clients, commands and schemas of any service, by name
type Sdk = Record<string, any>;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-lean-errors-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The client as the functions' bundles have it. */
async function lean(service: string, client: string, command: string): Promise<Sdk> {
  const outfile = join(folder, `${service}.mjs`);
  const contents = `export { ${client}, ${command} } from '@aws-sdk/client-${service}';`;
  const { outExtension: _, ...options } = BUNDLE;
  await build({ ...options, stdin: { contents, resolveDir: ROOT }, outfile, absWorkingDir: ROOT });
  return import(pathToFileURL(outfile).href);
}

/** An error as it comes over the wire. Query-compatible services tell the code of the query protocol in a header. */
function answer(protocol: string, name: string, code: string, status: number) {
  const message = `about ${name}`;
  if (/awsQuery$/.test(protocol)) {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return { statusCode: status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender` };
  return { statusCode: status, headers, body: Buffer.from(JSON.stringify({ __type: name, message })) };
}

async function errorOf(sdk: Sdk, client: string, command: string, ...wire: [string, string, number]) {
  const handle = async () => ({ response: answer(made.config.protocol.getShapeId(), ...wire) });
  const made: Sdk = new sdk[client]({
    region: 'eu-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle },
  });
  const error = await made.send(new sdk[command]({})).then(
    () => null,
    (thrown: Sdk) => thrown,
  );
  const { name, message, $fault, $retryable, $metadata, Code, Type } = error;
  return { name, message, $fault, $retryable, status: $metadata.httpStatusCode, Code, Type };
}

describe('errors of a client in a bundle', () => {
  it.each(CALLS)('%s: are what the SDK makes of the same answer', async (service, client, command) => {
    const [original, bundled] = [
      require(`@aws-sdk/client-${service}`) as Sdk,
      await lean(service, client, command),
    ];
    const schemas = Object.values(original).filter((value) => Array.isArray(value) && value[0] === -3);
    const modelled = schemas.filter(([, namespace]) => !namespace.startsWith('smithy.ts'));
    expect(modelled.length).toBeGreaterThan(10);
    for (const [, , name, traits] of [...modelled, [-3, '', 'NobodyKnowsThis', {}]]) {
      const [code, status] = traits.awsQueryError ?? [
        name,
        traits.httpError ?? (traits.error === 'server' ? 500 : 400),
      ];
      const [expected, actual] = [
        await errorOf(original, client, command, name, code, status),
        await errorOf(bundled, client, command, name, code, status),
      ];
      // Of two errors with one code of the query protocol (CloudWatch), the SDK takes the first.
      expect([name, code]).toContain(expected.name);
      expect(expected.message).toBe(`about ${name}`);
      expect(actual).toEqual(expected);
    }
  });

  it('are the classes themselves, where our code asks for one', () => {
    const named = ['core', 'functions', 'tiers'].flatMap((name) =>
      readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => {
          const text = readFileSync(join(ROOT, name, file), 'utf8');
          const imported = [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-/g)].map(
            ([, names]) => names,
          );
          return [...text.matchAll(/instanceof (\w+)/g)]
            .map(([, found]) => found as string)
            .filter((found) => imported.some((names) => names?.includes(found)));
        }),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(NAMED_ERRORS).toEqual(expect.arrayContaining(named));
  });
});
