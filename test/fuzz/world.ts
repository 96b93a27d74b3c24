import type { Problem, ProblemItem } from '../../core/generated/api.ts';
import { shorten } from '../../core/request/pointer.ts';
import type { Answer } from '../e2e/support/http.ts';
import { type Plinth, startControlPlanes } from '../e2e/support/plinth.ts';
import { apiChanges } from '../support/api-changes.ts';
import { isInContract, type Operation, operationOf } from './contract.ts';
import type { Drawn, Value } from './requests.ts';

/** Calls that start a workflow. */
const STARTS = 'StartExecution';

/** Ids that are written as they must be and that nobody has told. */
const UNTOLD = {
  operationId: 'op-0',
  planId: `plan-${'0'.repeat(12)}-${'0'.repeat(24)}`,
  nextToken: 'T1BFUkFUSU9O',
  orphanId: `or-${'0'.repeat(24)}`,
};

/** One Plinth, what its answers have told so far, and what holds for every answer. */
export class World {
  readonly plinth: Plinth;
  readonly #told: Record<string, string[]> = {};
  readonly #atWork = new Set<string>();
  readonly #accepted = new Set<string>();

  static async start(): Promise<World> {
    return new World(await startControlPlanes());
  }

  private constructor(plinth: Plinth) {
    this.plinth = plinth;
  }

  close(): Promise<void> {
    return this.plinth.close();
  }

  /** Sends a request and checks its answer; the client has held it to openapi.yaml. Throws with what is wrong. */
  async send(drawn: Drawn): Promise<Answer> {
    const { headers, body, awaited } = drawn;
    const operation = operationOf(drawn.operation);
    const from = this.plinth.calls.length;
    const answer = await this.plinth.api.send(
      operation.method,
      this.#target(operation.path, drawn),
      body,
      headers,
    );
    if (answer.status >= 500)
      throw new Error(`${operation.operationId} answered ${answer.status}: ${answer.text}`);
    if (answer.status >= 400) {
      expectGoodProblem(answer, operation, drawn);
      this.#expectNothingDone(from);
    }
    this.#learn(answer);
    if (awaited) await this.idle();
    return answer;
  }

  /** Until every operation that was started has ended. */
  async idle(): Promise<void> {
    for (const path of this.#atWork) await this.plinth.api.ended(path);
    this.#atWork.clear();
  }

  /** Every workflow belongs to an operation that an answer has told of. */
  expectNothingUntold(): void {
    const names = this.plinth.calls
      .filter(({ context }) => context.operation === STARTS)
      .map(({ input }) => (input as { name: string }).name);
    expect(names.filter((name) => !this.#accepted.has(name))).toEqual([]);
  }

  #expectNothingDone(from: number): void {
    expect(apiChanges(this.plinth.calls.slice(from))).toEqual([]);
  }

  #target(template: string, { path, query }: Drawn): string {
    const segments = template.replace(/\{(\w+)\}/g, (_whole, name) =>
      encodeURIComponent(this.#valueOf(path[name] ?? '').toWellFormed()),
    );
    const pairs = query.map(([name, value]) =>
      [name, this.#valueOf(value)].map((part) => encodeURIComponent(part.toWellFormed())).join('='),
    );
    return pairs.length === 0 ? segments : `${segments}?${pairs.join('&')}`;
  }

  #valueOf(value: Value): string {
    if (typeof value === 'string') return value;
    const known = this.#told[value.told] ?? [];
    return known[value.at % known.length] ?? UNTOLD[value.told];
  }

  #learn({ status, json }: Answer): void {
    for (const name of ['operationId', 'planId', 'nextToken', 'orphanId']) {
      const values = [json, ...(json?.items ?? [])].map((item) => item?.[name]);
      const texts = values.filter((value) => typeof value === 'string');
      this.#told[name] = [...new Set([...(this.#told[name] ?? []), ...texts])];
    }
    if (status !== 202 || !json.links) return;
    this.#accepted.add(json.operationId);
    this.#atWork.add(json.links.self);
  }
}

function expectGoodProblem({ status, json }: Answer, operation: Operation, drawn: Drawn): void {
  const problem = json as Problem;
  expect(problem.status).toBe(status);
  expect(problem.type).toMatch(/^urn:plinth:problem:[a-z-]+$/);
  expect(problem.title.length).toBeGreaterThan(3);
  expect(problem.detail.length).toBeGreaterThan(10);
  const lost = (problem.errors ?? []).filter((item) => !pointsSomewhere(item, operation, drawn));
  expect(lost).toEqual([]);
}

/** Whether it names something of the request, or a field that the contract has. */
function pointsSomewhere(
  { pointer, parameter, header }: ProblemItem,
  { parameters, takesBody }: Operation,
  { query, body }: Drawn,
): boolean {
  if (pointer === undefined) {
    const names = [...parameters.map(({ name }) => name), ...query.map(([name]) => shorten(name))];
    return names.includes(parameter ?? header ?? 'nothing');
  }
  const segments = pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  return takesBody && pointer.startsWith('#') && (isInContract(segments) || isIn(parsed(body), segments));
}

function isIn(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (value === null || typeof value !== 'object') return false;
  const member = Object.entries(value).find(([key]) => key === name || shorten(key) === name);
  return member !== undefined && isIn(member[1], rest);
}

function parsed(body: string | Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(body ?? '').toString('utf8'));
  } catch {
    return undefined;
  }
}
