import type { CloudFormationCustomResourceCreateEvent, CloudFormationCustomResourceEvent } from 'aws-lambda';
import { parseLaunch } from '../../core/launch.ts';
import type { ReplyAddress } from './cloudformation.ts';

export type CatalogEvent = CloudFormationCustomResourceEvent;

/** What CloudFormation is answered; later: when an operation has ended, by the function that ends it. */
export type Answer =
  | { readonly data?: Readonly<Record<string, string>> }
  | { readonly reason: string }
  | { readonly later: true };

/** What a request is answered with. The id of the resource stays what it was, so that an update replaces nothing. */
export function addressOf(event: CatalogEvent): ReplyAddress {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = event.RequestType === 'Create' ? physicalIdOf(event) : event.PhysicalResourceId;
  return { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
}

/** The stack, as the one who asked. It is on the record of what the stack made, and so decides what it may delete. */
export function ownerOf({ StackId }: CatalogEvent): string {
  return `catalog:${StackId}`;
}

/** `{project}/{environment}`; of a launch that names neither, an id of its own, which names nothing to delete. */
function physicalIdOf(event: CloudFormationCustomResourceCreateEvent): string {
  try {
    const { project, request } = parseLaunch(event.ResourceProperties);
    return `${project}/${request.environment}`;
  } catch {
    return `refused:${event.RequestId}`;
  }
}

export function namesOf(physicalId: string): { project: string; environment: string } | null {
  const [project, environment, ...rest] = physicalId.split('/');
  return project && environment && rest.length === 0 ? { project, environment } : null;
}
