import { OutcomeUnknown, Throttled } from '../../core/errors.ts';
import {
  PROBLEMS,
  ProblemError,
  type ProblemName,
  problemDocument,
  problemResponse,
  toProblem,
  validationProblem,
} from '../../core/problem.ts';

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ pointer: `#/f${index}`, detail: `f${index} is wrong.` }));

describe('problems', () => {
  it.each(Object.keys(PROBLEMS) as ProblemName[])(
    '%s has a stable type, a title and an error status',
    (name) => {
      const { statusCode, headers, body } = problemResponse(new ProblemError(name, 'Why. What to do.'));
      const problem = JSON.parse(body);
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(headers['Content-Type']).toBe('application/problem+json');
      expect(problem).toEqual({
        type: `urn:plinth:problem:${name}`,
        title: PROBLEMS[name].title,
        status: statusCode,
        detail: 'Why. What to do.',
      });
    },
  );

  it('carries its own headers and the instance', () => {
    const error = new ProblemError('environment-exists', 'It exists.', { headers: { Location: '/v1/x' } });
    const response = problemResponse(error, 'urn:plinth:request:1');
    expect(response.headers.Location).toBe('/v1/x');
    expect(JSON.parse(response.body).instance).toBe('urn:plinth:request:1');
  });

  it.each([
    [1, 'The request has 1 error. f0 is wrong.'],
    [3, 'The request has 3 errors. f0 is wrong. f1 is wrong. f2 is wrong.'],
  ])(
    'tells of %i with nothing after it, and is about the request unless said otherwise',
    (count, message) => {
      expect(validationProblem(items(count))).toMatchObject({
        name: 'ProblemError',
        problem: 'validation',
        message,
      });
      expect(validationProblem(items(count), 'replacement-needed').problem).toBe('replacement-needed');
    },
  );

  it('lists its errors for the caller, and has no instance where there is none', () => {
    const document = JSON.parse(problemResponse(validationProblem(items(2))).body);
    expect(document.errors).toEqual(items(2));
    expect(document).not.toHaveProperty('instance');
    expect(problemDocument(validationProblem([]))).not.toHaveProperty('errors');
    expect(problemDocument(validationProblem([]))).not.toHaveProperty('instance');
  });

  it('is not kept by a cache, and keeps its cause for the log', () => {
    const cause = new Error('odd');
    expect(problemResponse(cause).headers['Cache-Control']).toBe('no-store');
    expect(toProblem(cause).cause).toBe(cause);
    expect(toProblem(cause).message).toMatch(/^Something went wrong inside Plinth\..*platform team\.$/);
    expect(new ProblemError('internal', 'x', { cause }).cause).toBe(cause);
  });

  it('tells how many errors there are and lists each with its pointer', () => {
    const error = validationProblem(items(5));
    expect(error.message).toBe(
      'The request has 5 errors. f0 is wrong. f1 is wrong. f2 is wrong. And 2 more.',
    );
    expect(error.errors).toEqual(items(5));
  });

  it('lists no more than 50 errors and says so', () => {
    const error = validationProblem(items(120));
    expect(error.errors).toHaveLength(50);
    expect(error.message).toContain('120 errors');
    expect(error.message).toContain('And 117 more, of which 47 are listed.');
  });

  it.each([new Error('db password is hunter2'), new TypeError('x is undefined'), 'hunter2', null])(
    'an unexpected error shows nothing of itself (%#)',
    (error) => {
      const { statusCode, body } = problemResponse(error);
      expect(statusCode).toBe(500);
      expect(JSON.parse(body).type).toBe('urn:plinth:problem:internal');
      expect(body).not.toMatch(/hunter2|undefined/);
    },
  );

  it.each([new Throttled('slow down'), new OutcomeUnknown('socket timeout')])(
    '%s is unavailable for now, with the time to wait',
    (error) => {
      const { statusCode, headers } = problemResponse(error);
      expect(statusCode).toBe(503);
      expect(headers['Retry-After']).toBe('5');
      expect(toProblem(error).message).toBe(
        'A service that Plinth needs does not answer. Try again in 5 seconds.',
      );
    },
  );
});
