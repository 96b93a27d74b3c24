import type { RDSClient } from '@aws-sdk/client-rds';
import pg from 'pg';
import { instant } from '../../../../local/delays.ts';
import type { Engines } from '../../../../local/engines/types.ts';
import { describeCluster, describeInstance } from './flows.ts';
import { type Cloud, makeCloudWith } from './harness.ts';

/** A cloud on real engines, without AWS's delays. */
export const realCloud = (engines: Engines): Cloud<Engines> =>
  makeCloudWith(engines, { requirePreSignedUrl: false }, instant);

/** One statement on the database `gaming`, over TLS with the certificate checked. */
export async function query(
  engines: Engines,
  [host, port]: readonly [host: string | undefined, port: number | undefined],
  password: string,
  sql: string,
) {
  const ssl = { ca: engines.caCertificate };
  const client = new pg.Client({ host, port, user: 'gameadmin', password, database: 'gaming', ssl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Looks again at every change of the cloud; the test's own time limit ends it. */
export async function until({ work }: Cloud<Engines>, reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await work.nextChange();
}

/** Until a cluster, or an instance of it, is available. Throws when it has failed. */
export function available(
  cloud: Cloud<Engines>,
  client: RDSClient,
  cluster: string,
  instance?: string,
): Promise<void> {
  return until(cloud, async () => {
    const status = instance
      ? (await describeInstance(client, instance)).DBInstanceStatus
      : (await describeCluster(client, cluster)).Status;
    if (status === 'failed') throw new Error(`${instance ?? cluster} has failed`);
    return status === 'available';
  });
}

/** Until it is described no more. */
export function gone(cloud: Cloud<Engines>, describe: () => Promise<unknown>): Promise<void> {
  return until(cloud, () =>
    describe().then(
      () => false,
      () => true,
    ),
  );
}
