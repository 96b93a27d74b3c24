import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag that stay on this one resource, each with its reason. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const resource = construct.node.defaultChild ?? construct;
  for (const [id, reason] of Object.entries(reasons)) Validations.of(resource).acknowledge({ id, reason });
}
