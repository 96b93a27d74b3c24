import { invokeHandler } from '../../local/lambda.ts';

it('passes JSON in and out, as Lambda does', async () => {
  const handler = async (event: unknown) => ({ event, at: new Date(0), gone: undefined });
  expect(await invokeHandler(handler, 'f', { date: new Date(0) })).toEqual({
    event: { date: '1970-01-01T00:00:00.000Z' },
    at: '1970-01-01T00:00:00.000Z',
  });
});

it('answers null for a handler that returns nothing', async () => {
  expect(await invokeHandler(async () => undefined, 'f', {})).toBeNull();
});

it('waits no longer for a handler once the signal aborts', async () => {
  const controller = new AbortController();
  const invoked = invokeHandler(() => new Promise(() => {}), 'f', {}, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(invoked).rejects.toThrow('stopped');
});

it('does not begin when the signal has aborted', async () => {
  let begun = false;
  const handler = async () => {
    begun = true;
  };
  await expect(invokeHandler(handler, 'f', {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
    'stopped',
  );
  expect(begun).toBe(false);
});
