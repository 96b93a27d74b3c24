import { AwsError } from '../../service.ts';

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** *documented* (MalformedPolicyDocument): a document must be JSON in the grammar of IAM policies. */
export function checkPermissionsPolicy(document: string): void {
  for (const statement of statements(document)) {
    if (statement.Principal !== undefined) throw malformed('Policy document should not specify a principal.');
    if (statement.Resource === undefined && statement.NotResource === undefined) {
      throw malformed('Policy statement must contain resources.');
    }
  }
}

export function checkTrustPolicy(document: string): void {
  for (const statement of statements(document)) {
    if (statement.Principal === undefined) throw malformed('Missing required field Principal');
    if (statement.Resource !== undefined) throw malformed('Has prohibited field Resource');
  }
}

/** Services that the trust policy allows to assume the role, such as `dax.amazonaws.com`. */
export function trustedServices(document: string): string[] {
  return statements(document).flatMap((statement) => {
    const principal = statement.Principal as { Service?: string | string[] } | string | undefined;
    if (statement.Effect !== 'Allow' || typeof principal !== 'object') return [];
    return asList(principal.Service);
  });
}

function statements(document: string): Statement[] {
  const policy = parse(document);
  const list = asList(policy?.Statement) as (Statement | null)[];
  if (list.length === 0) throw malformed('Syntax errors in policy.');
  for (const statement of list) {
    if (statement === null || typeof statement !== 'object') throw malformed('Syntax errors in policy.');
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
      throw malformed(`Invalid effect: ${statement.Effect}`);
    }
    if (statement.Action === undefined && statement.NotAction === undefined) {
      throw malformed('Policy statement must contain actions.');
    }
  }
  return list as Statement[];
}

function parse(document: string): { Statement?: Statement | Statement[] } | null {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function asList<T>(value: T | readonly T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value as T];
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', message);
}
