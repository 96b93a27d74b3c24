import type { Operation, Plan } from '../../../core/generated/api.ts';
import type { Call } from '../../../local/gateway/gateway.ts';
import { inventory } from '../../../local/inventory.ts';
import type { Plinth } from './plinth.ts';

export const ENVIRONMENTS = '/v1/projects/shop/environments';
export const DEV = `${ENVIRONMENTS}/dev`;
export const REGIONS = ['eu-west-2', 'eu-west-1'] as const;

/** Sends what has to be accepted, and gives the operation once it has ended. */
export async function operation(
  { api }: Plinth,
  method: string,
  path: string,
  body?: unknown,
): Promise<Operation> {
  const { status, json, headers } = await api.send(method, path, body);
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  return api.ended(headers.location ?? '');
}

export async function succeeds(plinth: Plinth, method: string, path: string, body?: unknown) {
  const ended = await operation(plinth, method, path, body);
  expect(ended).toMatchObject({ status: 'succeeded', error: null });
  return ended;
}

export async function dryRun(
  { api }: Plinth,
  method: string,
  path: string,
  body?: unknown,
  query = '',
): Promise<Plan> {
  const { status, json } = await api.send(method, `${path}?dryRun=true${query}`, body);
  expect({ status, detail: json.detail }).toEqual({ status: 200 });
  return json;
}

const READS = /^(Describe|List|Get|Query|BatchGet|Scan)/;

/** Whatever is not a look, in the tiers and around them; Plinth's own tables, events and executions are not. */
export function changingCalls({ calls }: Plinth, from: number): Call[] {
  return calls.slice(from).filter(({ context, input }) => {
    if (READS.test(context.operation) || /^(events|states)$/.test(context.service)) return false;
    return !JSON.stringify(input ?? {}).includes('"plinth.');
  });
}

/** `region Command`, sorted, each once: what was refused as too early is sent again. IAM has no region. */
export function commandsOf(calls: readonly Call[]): string[] {
  const names = calls.map(({ context }) =>
    context.service === 'iam' ? context.operation : `${context.region} ${context.operation}`,
  );
  return [...new Set(names)].sort();
}

/** The same of a plan. */
export function commandsIn({ tiers }: Plan): string[] {
  const names = tiers.flatMap(({ actions }) =>
    actions.map(({ service, region, command }) => (service === 'iam' ? command : `${region} ${command}`)),
  );
  return [...new Set(names)].sort();
}

/** All that there is in both regions. */
export async function listing(plinth: Plinth): Promise<string[]> {
  const found = await Promise.all(REGIONS.map((region) => inventory(plinth, region)));
  return found.flatMap(({ resources }, index) => resources.map((name) => `${REGIONS[index]} ${name}`)).sort();
}
