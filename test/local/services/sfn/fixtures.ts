import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  createSfnService,
  type SfnOptions,
  type StatusChangeEvent,
} from '../../../../local/services/sfn/index.ts';
import { type Handlers, invokeFrom } from '../../asl/support.ts';
import { clientsOf, createWorld } from '../../gateway/world.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/machine';

export interface Fixture {
  readonly sfn: SFNClient;
  readonly service: ReturnType<typeof createSfnService>;
  readonly clock: ReturnType<typeof createWorld>['clock'];
  readonly events: StatusChangeEvent[];
  clientIn(region: string): SFNClient;
  /** Creates a machine and returns its ARN. */
  create(definition: object, name?: string): Promise<string>;
  start(stateMachineArn: string, name?: string, input?: string): Promise<string>;
  describe(executionArn: string): Promise<Awaited<ReturnType<typeof describeExecution>>>;
}

/** The service behind the gateway, reached by the real SDK client in memory, with a clock of the test's own. */
export function createFixture(handlers: Handlers = {}, options: Partial<SfnOptions> = {}): Fixture {
  const { world, clock } = createWorld();
  const events: StatusChangeEvent[] = [];
  const service = createSfnService(world, {
    invokeLambda: invokeFrom(handlers),
    onStatusChange: (event) => {
      events.push(event);
    },
    ...options,
  });
  const clients = clientsOf([service]);
  const sfn = clients(SFNClient);
  return {
    sfn,
    service,
    clock,
    events,
    clientIn: (region) => clients(SFNClient, region),
    async create(definition, name = 'machine') {
      const command = new CreateStateMachineCommand({
        name,
        roleArn: ROLE,
        definition: JSON.stringify(definition),
      });
      return (await sfn.send(command)).stateMachineArn as string;
    },
    async start(stateMachineArn, name, input) {
      const command = new StartExecutionCommand({ stateMachineArn, name, input });
      return (await sfn.send(command)).executionArn as string;
    },
    describe: (executionArn) => describeExecution(sfn, executionArn),
  };
}

function describeExecution(sfn: SFNClient, executionArn: string) {
  return sfn.send(new DescribeExecutionCommand({ executionArn }));
}
