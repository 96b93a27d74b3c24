import type { APIGatewayProxyResult } from 'aws-lambda';
import { meaningOf, type SdkErrorLike, toPlinthError } from '../../core/classify.ts';
import { NotYet } from '../../core/errors.ts';
import type { Orphan } from '../../core/generated/api.ts';
import { ProblemError } from '../../core/problem.ts';
import type { Found, OrphanKind } from '../../tiers/orphans/index.ts';
import { type ApiCall, createHandler, json } from '../api/handler.ts';
import { requireVariables, runtimeFromEnvironment, type Variables } from '../runtime.ts';
import { findOrphans, kindsOf, type OrphansRuntime, orphanId } from './find.ts';
import { dailyUsd } from './price.ts';

export type { OrphansRuntime } from './find.ts';

export function orphansRuntimeFromEnvironment(env: Variables): OrphansRuntime {
  const { PLINTH_REGIONS } = requireVariables(env, ['PLINTH_REGIONS']);
  return { ...runtimeFromEnvironment(env, { also: ['PLINTH_REGIONS'] }), regions: PLINTH_REGIONS.split(',') };
}

/** The operations of `/v1/orphans`: a function apart, because no other one that callers reach may delete anything. */
export function createOrphansApi(runtime: OrphansRuntime) {
  const view = (found: Found) => orphanView(found, runtime.clock.now());
  return createHandler(runtime, {
    listOrphans: async () => json(200, { items: (await findOrphans(runtime)).map(view) }),
    deleteOrphan: async (call) => deleteOrphan(runtime, call, view),
  });
}

function orphanView(found: Found, now: number): Orphan {
  const { kind, name, region, environment, createdAt } = found;
  return {
    orphanId: orphanId(found),
    ...{ kind, name, region, environment },
    createdAt: createdAt?.toISOString() ?? null,
    ageSeconds: createdAt ? Math.max(0, Math.floor((now - createdAt.getTime()) / 1_000)) : null,
    dailyUsd: dailyUsd(found),
  };
}

/** Looks again first. One call, and AWS's own answer when it refuses. */
async function deleteOrphan(
  runtime: OrphansRuntime,
  call: ApiCall,
  view: (found: Found) => Orphan,
): Promise<APIGatewayProxyResult> {
  const kinds = kindsOf(call.orphanId);
  const found = (await findOrphans(runtime, kinds)).find((each) => orphanId(each) === call.orphanId);
  if (!found) throw noOrphan(call);
  const { kind, name, region } = found;
  if (found.refusal)
    throw new ProblemError('deletion-protected', `${kind} ${name} cannot be deleted. ${found.refusal}`);
  try {
    await found.remove();
  } catch (error) {
    throw refusalOf(error, found, kinds, call);
  }
  runtime.logger.info('Deleted an orphan', { kind, name, region, requestedBy: call.caller });
  return json(202, view(found));
}

function noOrphan({ orphanId: id }: ApiCall): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no orphan ${id}: it is gone, or has an owner by now. See what there is: GET /v1/orphans.`,
  );
}

function refusalOf(
  error: unknown,
  { kind, name }: Found,
  kinds: readonly OrphanKind[],
  call: ApiCall,
): Error {
  const { name: code = 'Error', message = '' } = error as SdkErrorLike;
  if (error instanceof NotYet) return new ProblemError('in-use', `${kind} ${name}: ${message}`);
  const meaning = meaningOf(error as SdkErrorLike);
  if (meaning === 'Gone') return noOrphan(call);
  if (meaning !== 'NotYet' && meaning !== 'Terminal') return toPlinthError(error, `delete ${kind} ${name}`);
  const after = kinds.find((each) => each.kind === kind)?.after ?? 'nothing';
  const advice =
    after === 'nothing'
      ? 'Send the request again when that has passed.'
      : `Delete first: ${after}. GET /v1/orphans shows what there is.`;
  const reason = `${code}: ${message.trim()}`;
  return new ProblemError(
    'in-use',
    `AWS refuses to delete ${kind} ${name} (${reason.replace(/[.!]$/, '')}). ${advice}`,
    { cause: error },
  );
}
