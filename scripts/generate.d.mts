export function toJsonSchema(node: unknown): unknown;
export function parameterSchema(document: unknown): Record<string, unknown>;
export function generate(): Promise<Record<string, string>>;
export function generatePolicies(): Promise<Record<string, string>>;
