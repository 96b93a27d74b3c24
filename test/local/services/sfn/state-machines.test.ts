import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { machine, pass } from '../../asl/support.ts';
import { createFixture, type Fixture, ROLE } from './fixtures.ts';

const ARN = 'arn:aws:states:eu-west-2:123456789012:stateMachine:machine';
const definition = JSON.stringify(pass(1));
const waiting = machine({ W: { Type: 'Wait', Seconds: 3600, End: true } });

describe('state machines', () => {
  let fixture: Fixture;

  beforeEach(() => {
    fixture = createFixture();
  });

  it('are described as they were created', async () => {
    const stateMachineArn = await fixture.create(pass(1));
    expect(stateMachineArn).toBe(ARN);
    expect(await fixture.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
      definition,
    });
  });

  it('are created once when the call is repeated', async () => {
    await fixture.create(pass(1));
    expect(await fixture.create(pass(1))).toBe(ARN);
  });

  it('keep their tags', async () => {
    const input = { name: 'machine', roleArn: ROLE, definition, tags: [{ key: 'a', value: 'b' }] };
    await fixture.sfn.send(new CreateStateMachineCommand(input));
    const { tags } = await fixture.sfn.send(new ListTagsForResourceCommand({ resourceArn: ARN }));
    expect(tags).toEqual([{ key: 'a', value: 'b' }]);
  });

  it.each<[string, Partial<CreateStateMachineCommandInput>, string]>([
    [
      'another definition under a name that exists',
      { definition: JSON.stringify(pass(2)) },
      'StateMachineAlreadyExists',
    ],
    ['a bad name', { name: 'a b' }, 'InvalidName'],
    ['a name of 81 characters', { name: 'x'.repeat(81) }, 'InvalidName'],
    ['a bad role', { roleArn: 'role' }, 'InvalidArn'],
    ['a bad definition', { name: 'other', definition: '{}' }, 'InvalidDefinition'],
    ['an express workflow', { name: 'other', type: 'EXPRESS' }, 'StateMachineTypeNotSupported'],
    ['a version', { name: 'other', publish: true }, 'ValidationException'],
  ])('refuse %s', async (_, change, error) => {
    await fixture.create(pass(1));
    const command = new CreateStateMachineCommand({ name: 'machine', roleArn: ROLE, definition, ...change });
    await expect(fixture.sfn.send(command)).rejects.toThrow(expect.objectContaining({ name: error }));
  });

  it('say which state and field of a definition is wrong', async () => {
    const creating = fixture.create(
      machine({ W: { Type: 'Wait', SecondsPath: '$.s', Seconds: 1, End: true } }),
    );
    await expect(creating).rejects.toThrow(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'SecondsPath' is not supported at /States/W/SecondsPath'",
    );
  });

  it('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) await fixture.create(pass(1), name);
    const first = await fixture.sfn.send(new ListStateMachinesCommand({ maxResults: 2 }));
    const second = await fixture.sfn.send(
      new ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }),
    );
    expect([first, second].map((page) => page.stateMachines?.map(({ name }) => name))).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    expect(second.nextToken).toBeUndefined();
  });

  it('belong to one region', async () => {
    await fixture.create(pass(1));
    const { stateMachines } = await fixture.clientIn('eu-west-1').send(new ListStateMachinesCommand({}));
    expect(stateMachines).toEqual([]);
  });

  it('are gone once they are deleted and their executions have ended', async () => {
    const stateMachineArn = await fixture.create(waiting);
    await fixture.start(stateMachineArn);
    await fixture.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await fixture.service.idle();
    await expect(fixture.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toThrow(
      expect.objectContaining({ name: 'StateMachineDoesNotExist' }),
    );
    expect(fixture.events.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'ABORTED']);
  });

  it('can be deleted twice', async () => {
    const stateMachineArn = await fixture.create(pass(1));
    await fixture.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(fixture.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }))).resolves.toBeDefined();
  });

  it('can be checked without being created', async () => {
    const check = async (text: string) =>
      fixture.sfn.send(new ValidateStateMachineDefinitionCommand({ definition: text }));
    expect(await check(definition)).toMatchObject({ result: 'OK', diagnostics: [] });
    expect(await check(JSON.stringify(machine({ P: { Type: 'Pass' } })))).toMatchObject({
      result: 'FAIL',
      diagnostics: expect.arrayContaining([
        expect.objectContaining({
          severity: 'ERROR',
          code: 'SCHEMA_VALIDATION_FAILED',
          location: '/States/P/Next',
        }),
      ]),
    });
  });

  it('answer by name that an operation is not implemented', async () => {
    const command = new UpdateStateMachineCommand({ stateMachineArn: ARN, roleArn: ROLE });
    await expect(fixture.sfn.send(command)).rejects.toThrow(/UpdateStateMachine/);
  });
});
