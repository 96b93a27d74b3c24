import { durationMs } from './expiry.ts';
import { type Limits, limitsOf, type ProjectLimits } from './limits-file.ts';
import { ProblemError, validationProblem } from './problem.ts';
import type { EnvironmentRecord } from './registry.ts';
import type { EnvironmentRequest } from './request.ts';
import type { Desired } from './spec.ts';

const HOUR_MS = 3_600_000;

/** What one environment costs a month, in USD, as far as prices are known. */
export type MonthlyUsd = (desired: Desired) => number;

/** An environment as far as limits look at it. */
export type Counted = Pick<EnvironmentRecord, 'environment' | 'desired'>;

/** One environment as it would be. */
export interface Asked {
  readonly project: string;
  readonly environment: string;
  readonly desired: Desired;
}

/** Whether anything about the project has to be counted. */
export function areCounted(limits: Limits, project: string): boolean {
  const { environments, monthlyUsd } = limitsOf(limits, project);
  return environments !== null || monthlyUsd !== null;
}

/**
 * Whether the project may have one more environment, in number and in cost.
 * @param existing all environments of the project; one of the same name is what this goes on with
 * @throws ProblemError limit-exceeded, with what the project has, what is asked for, and the limit
 */
export function checkNew(
  limits: Limits,
  asked: Asked,
  existing: readonly Counted[],
  monthlyUsd: MonthlyUsd,
): void {
  const own = limitsOf(limits, asked.project);
  const others = existing.filter(({ environment }) => environment !== asked.environment);
  const isNew = others.length === existing.length;
  if (isNew && own.environments !== null && others.length >= own.environments)
    throw new ProblemError(
      'limit-exceeded',
      `Project ${asked.project} has ${counted(others.length)} and asks for 1 more; its limit is ${own.environments}. Delete one that is not needed any more, or ask the platform team for a higher limit.`,
    );
  checkCost(own, asked, others, monthlyUsd);
}

/**
 * Whether the project may have the environment as it would be after a change. What makes it cheaper, or as it was, is
 * always allowed.
 * @throws ProblemError limit-exceeded
 */
export function checkChanged(
  limits: Limits,
  asked: Asked & { readonly previous: Desired },
  existing: readonly Counted[],
  monthlyUsd: MonthlyUsd,
): void {
  if (monthlyUsd(asked.desired) <= monthlyUsd(asked.previous)) return;
  const others = existing.filter(({ environment }) => environment !== asked.environment);
  checkCost(limitsOf(limits, asked.project), asked, others, monthlyUsd);
}

function checkCost(
  { monthlyUsd: limit }: ProjectLimits,
  { project, environment, desired }: Asked,
  others: readonly Counted[],
  monthlyUsd: MonthlyUsd,
): void {
  if (limit === null) return;
  const has = others.reduce((sum, one) => sum + monthlyUsd(one.desired), 0);
  const asks = monthlyUsd(desired);
  if (has + asks <= limit) return;
  throw new ProblemError(
    'limit-exceeded',
    `The other environments of project ${project} cost ${usd(has)} a month and ${environment} would cost ${usd(asks)}; together that is more than the project's limit of ${usd(limit)}. Ask for less, delete one that is not needed any more, or ask the platform team for a higher limit.`,
  );
}

/**
 * Whether an environment may be one that is deleted by itself.
 * @param request as a whole; without the field expiresAfter there is nothing to check
 * @param desired what the request comes to
 * @throws ProblemError validation, about #/expiresAfter
 */
export function checkExpiry(
  limits: Limits,
  { project, request, desired }: { project: string; request: EnvironmentRequest; desired: Desired },
): void {
  if (request.expiresAfter === undefined) return;
  const { expiry } = limitsOf(limits, project);
  const rules = [
    ...wrongPreset(expiry.presets, desired.preset),
    ...tooLong(expiry.maxHours, request.expiresAfter),
    ...protectedFrom(desired),
  ];
  if (rules.length > 0)
    throw validationProblem(
      rules.map((rule) => ({ pointer: '#/expiresAfter', detail: `expiresAfter ${rule}` })),
    );
}

/**
 * The same for a change: what it leaves as it was is not checked again, so that stricter limits do not keep what is
 * there from being changed.
 * @throws ProblemError validation, about #/expiresAfter
 */
export function checkChangedExpiry(limits: Limits, { environment, ...change }: ChangedExpiry): void {
  const { request, desired, expiresAt } = change;
  if (expiresAt === null) return;
  if (expiresAt !== (environment.expiresAt ?? null)) {
    checkExpiry(limits, { ...change, project: environment.project });
    return;
  }
  const { expiry } = limitsOf(limits, environment.project);
  const previous = environment.desired;
  const rules = [
    ...(desired.preset === previous.preset ? [] : wrongPreset(expiry.presets, desired.preset)),
    ...(isProtected(previous) ? [] : protectedFrom(desired)),
  ];
  if (rules.length === 0) return;
  const life = request.expiresAfter ?? expiresAt;
  const detail = `expiresAfter (${life}) ${rules.join(' ')} Or keep the environment for good: {"expiresAfter": null}.`;
  throw validationProblem([{ pointer: '#/expiresAfter', detail }]);
}

/** What an environment would be after a change; see `PreparedChange`. */
export interface ChangedExpiry {
  readonly environment: EnvironmentRecord;
  readonly request: EnvironmentRequest;
  readonly desired: Desired;
  /** When it would be deleted; null: never. */
  readonly expiresAt: string | null;
}

function wrongPreset(allowed: readonly string[], preset: string): string[] {
  if (allowed.includes(preset)) return [];
  const names = allowed.length === 0 ? 'with no preset' : `only with preset ${allowed.join(' or ')}`;
  return [`is allowed ${names}, not with ${preset}. Leave it out, or ask the platform team.`];
}

function tooLong(maxHours: number, life: string): string[] {
  if (durationMs(life) <= maxHours * HOUR_MS) return [];
  return [
    `(${life}) is longer than the ${maxHours} hours that are allowed. Ask for at most ${maxHours}h, and extend it later.`,
  ];
}

function isProtected({ aurora, dynamodb }: Desired): boolean {
  return aurora.deletionProtection || dynamodb.deletionProtection;
}

function protectedFrom(desired: Desired): string[] {
  if (!isProtected(desired)) return [];
  const fields = (['aurora', 'dynamodb'] as const)
    .filter((tier) => desired[tier].deletionProtection)
    .map((tier) => `${tier}.deletionProtection`);
  return [
    `does not go with deletion protection, which would keep it from being deleted. Set ${fields.join(' and ')} to false, or leave expiresAfter out.`,
  ];
}

const counted = (count: number) => `${count} environment${count === 1 ? '' : 's'}`;

/** Whole dollars: what is estimated is no more exact. */
function usd(amount: number): string {
  return `${Math.ceil(amount).toLocaleString('en-GB')} USD`;
}
