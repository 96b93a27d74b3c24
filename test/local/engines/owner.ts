import { createInterface } from 'node:readline';
import { createEngines } from '../../../local/engines/index.ts';

/** Started by the tests of the engines' lifetime: runs three engines, says so, and ends as it is told. */
const engines = await createEngines();
const cluster = await engines.createPostgres({
  masterUsername: 'gameadmin',
  masterPassword: 'owner',
  databaseName: undefined,
});
const group = await engines.createRedis({
  shards: 1,
  nodesPerShard: 1,
  clusterMode: false,
  authToken: undefined,
  tls: true,
  parameters: {},
});
await Promise.all([cluster.addInstance('one'), cluster.addInstance('two'), group.ready()]);
process.stdout.write('running\n');
createInterface({ input: process.stdin }).once('line', async (line) => {
  if (line === 'exit') process.exit(0);
  await engines.close();
});
