import {
  CreateDBClusterCommand,
  type CreateDBClusterCommandInput,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { SignatureV4 } from '@smithy/signature-v4';

/** Long enough for a slow call; AWS's own tools use an hour too. */
const EXPIRES_IN_SECONDS = 3600;

/** AWS wants the URL now: "Source cluster … is encrypted; pre-signed URL has to be specified". */
export function demandsPresignedUrl(error: { readonly name?: string; readonly message?: string }): boolean {
  return (
    /^InvalidParameter(Combination|Value)/.test(error.name ?? '') &&
    /pre-?signed ?url/i.test(error.message ?? '')
  );
}

/**
 * A signed CreateDBCluster for the source region, in which RDS there may use the source's key. The CLI and
 * CloudFormation make it themselves (their SourceRegion); the JavaScript SDK does only for ReplicationSourceIdentifier,
 * which a global database does not have.
 */
export async function presignedCreate(
  client: RDSClient,
  input: CreateDBClusterCommandInput,
  sourceRegion: string,
): Promise<string> {
  const form = new URLSearchParams(await serialize(client, input));
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region: sourceRegion,
    service: 'rds',
    sha256: client.config.sha256,
  });
  const hostname = `rds.${sourceRegion}.amazonaws.com`;
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      headers: { host: hostname },
      query: { ...Object.fromEntries(form), DestinationRegion: await client.config.region() },
    },
    { expiresIn: EXPIRES_IN_SECONDS },
  );
  const query = Object.entries(signed.query ?? {})
    .flatMap(([key, value]) =>
      [value ?? ''].flat().map((each) => `${percentEncode(key)}=${percentEncode(each)}`),
    )
    .join('&');
  return `https://${hostname}/?${query}`;
}

/** The form that the SDK would send, from its own serializer, without sending it. */
async function serialize(client: RDSClient, input: CreateDBClusterCommandInput): Promise<string> {
  const command = new CreateDBClusterCommand(input);
  let body = '';
  command.middlewareStack.add(
    () => async (args) => {
      body = String((args.request as { body?: unknown }).body ?? '');
      return { output: { $metadata: {} }, response: undefined };
    },
    { step: 'build', name: 'captureRequest', override: true },
  );
  await client.send(command);
  return body;
}

/** As RFC 3986 has it, and so as the signature was computed. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
