import { invalidCombination, invalidValue } from './errors.ts';

export interface PreSignedUse {
  readonly url: string | undefined;
  /** Is one demanded, or only checked when given? */
  readonly required: boolean;
  readonly sourceArn: string;
  readonly sourceRegion: string;
  readonly destinationRegion: string;
  /** As the call itself has it: the URL has to name the same key. */
  readonly kmsKeyId: string | undefined;
  readonly globalClusterIdentifier: string;
}

/**
 * The PreSignedUrl of an encrypted secondary cluster. What it has to hold is *documented* (client-rds d.ts,
 * PreSignedUrl); the text for a missing one too (terraform-provider-aws issue 630), the text for a bad one from pull
 * request 865. The signature itself is not worked out: the local cloud knows no secret keys.
 */
export function checkPreSignedUrl(use: PreSignedUse): void {
  if (use.url === undefined) {
    if (!use.required) return;
    throw invalidCombination(
      `Source cluster ${use.sourceArn} is encrypted; pre-signed URL has to be specified`,
    );
  }
  const wrong = fault(use.url, use);
  if (wrong) throw invalidValue(`PreSignedUrl could not be authenticated: ${wrong}`);
}

/** What is wrong with it. Says names, never values: a presigned URL is a credential. */
function fault(text: string, use: PreSignedUse): string | undefined {
  if (!URL.canParse(text)) return 'it is not a URL';
  const url = new URL(text);
  const query = url.searchParams;
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!local && url.hostname !== `rds.${use.sourceRegion}.amazonaws.com`) {
    return `its host is not rds.${use.sourceRegion}.amazonaws.com`;
  }
  if (query.get('Action') !== 'CreateDBCluster') return 'its Action is not CreateDBCluster';
  if (query.get('DestinationRegion') !== use.destinationRegion) {
    return `its DestinationRegion is not ${use.destinationRegion}`;
  }
  if (query.get('KmsKeyId') !== (use.kmsKeyId ?? null)) return 'its KmsKeyId is not that of the request';
  const named = query.get('GlobalClusterIdentifier');
  if (
    named?.toLowerCase() !== use.globalClusterIdentifier &&
    query.get('ReplicationSourceIdentifier') !== use.sourceArn
  ) {
    return 'it names neither the global cluster nor the source cluster';
  }
  if (!query.get('X-Amz-Signature')) return 'it has no X-Amz-Signature';
  const scope = query.get('X-Amz-Credential')?.split('/').slice(2);
  if (scope?.join('/') !== `${use.sourceRegion}/rds/aws4_request`) {
    return `it is not signed for rds in ${use.sourceRegion}`;
  }
  return undefined;
}
