import { createCluster, describeCluster, globalPrimary, secondaryInput } from './flows.ts';
import { clusterArn, keyArn, makeCloud, PRIMARY, SECONDARY } from './harness.ts';

const GOOD: Readonly<Record<string, string>> = {
  Action: 'CreateDBCluster',
  Version: '2014-10-31',
  DestinationRegion: SECONDARY,
  GlobalClusterIdentifier: 'shop',
  KmsKeyId: keyArn(SECONDARY),
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': `AKIDLOCAL/20260101/${PRIMARY}/rds/aws4_request`,
  'X-Amz-Signature': 'abc',
};

function url(
  changes: Record<string, string | undefined> = {},
  host = `https://rds.${PRIMARY}.amazonaws.com/`,
) {
  const made = new URL(host);
  for (const [name, value] of Object.entries({ ...GOOD, ...changes })) {
    if (value !== undefined) made.searchParams.set(name, value);
  }
  return made.href;
}

describe('an encrypted secondary cluster', () => {
  it('has to bring a pre-signed URL', async () => {
    const { secondary } = await globalPrimary(makeCloud());
    await expect(createCluster(secondary, secondaryInput())).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: `Source cluster ${clusterArn(PRIMARY, 'shop-euw2')} is encrypted; pre-signed URL has to be specified`,
    });
  });

  it.each([
    ['of the primary region', url()],
    ['of the local endpoint', url({}, 'http://127.0.0.1:4566/')],
    [
      'that names the source cluster',
      url({
        GlobalClusterIdentifier: undefined,
        ReplicationSourceIdentifier: clusterArn(PRIMARY, 'shop-euw2'),
      }),
    ],
  ])('is created with one %s', async (_what, PreSignedUrl) => {
    const cloud = makeCloud();
    const { secondary } = await globalPrimary(cloud);
    await createCluster(secondary, { ...secondaryInput(), PreSignedUrl });
    await cloud.settle();
    expect(await describeCluster(secondary, 'shop-euw1')).toMatchObject({ Status: 'available' });
  });

  it.each([
    ['that is none', 'nonsense'],
    ['of another host', url({}, 'https://rds.eu-west-3.amazonaws.com/')],
    ['of another action', url({ Action: 'CopyDBClusterSnapshot' })],
    ['for another destination', url({ DestinationRegion: 'eu-west-3' })],
    ['with another key', url({ KmsKeyId: keyArn(PRIMARY) })],
    ['of another global cluster', url({ GlobalClusterIdentifier: 'other' })],
    ['without a signature', url({ 'X-Amz-Signature': undefined })],
    [
      'signed for the wrong region',
      url({ 'X-Amz-Credential': `AKIDLOCAL/20260101/${SECONDARY}/rds/aws4_request` }),
    ],
  ])('is refused with one %s, and the answer does not repeat it', async (_what, PreSignedUrl) => {
    const { secondary } = await globalPrimary(makeCloud());
    const error = await createCluster(secondary, { ...secondaryInput(), PreSignedUrl }).catch(
      (caught) => caught,
    );
    expect(error).toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('PreSignedUrl could not be authenticated'),
    });
    expect(error.message).not.toContain(PreSignedUrl);
  });
});
