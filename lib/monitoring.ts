import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { PlinthFunction } from './functions.ts';
import { SETTINGS } from './settings.ts';
import { letAlarmsPublish } from './this-account.ts';

export interface MonitoringProps {
  readonly installation: string;
  readonly functions: readonly PlinthFunction[];
  /** The function whose log says that an operation is blocked. */
  readonly failure: PlinthFunction;
  readonly stateMachines: Readonly<Record<string, StateMachine>>;
  readonly deadLetters: readonly IQueue[];
  readonly topicKey: IKey;
}

const PERIOD = Duration.minutes(5);
/** The longest time limit of a tier in `AwaitAvailability` is 3 hours; migration and the rest fit into a fourth. */
const OVERDUE = Duration.hours(4);
/** CloudWatch takes at most ten metrics in an alarm on metric math. */
const METRICS_AN_ALARM = 10;

/** Alarms and a dashboard for Plinth itself. Those of environments come from the tiers. */
export class Monitoring extends Construct {
  /** Subscribe whoever runs Plinth. */
  readonly topic: Topic;
  readonly #installation: string;
  readonly #graphs: GraphWidget[] = [];

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#installation = props.installation;
    this.topic = this.makeTopic(props.topicKey);
    for (const [name, machine] of Object.entries(props.stateMachines)) this.watchExecutions(name, machine);
    this.watchBlocked(props.failure);
    this.watchDeadLetters(props.deadLetters);
    this.watchApi();
    this.watchFunctions(props.functions);
    new Dashboard(this, 'Dashboard', {
      dashboardName: props.installation,
      widgets: pairs(this.#graphs),
    });
  }

  private makeTopic(key: IKey): Topic {
    const topic = new Topic(this, 'Topic', {
      topicName: `${this.#installation}-operations`,
      displayName: 'Plinth',
      masterKey: key,
      enforceSSL: true,
    });
    letAlarmsPublish(topic);
    return topic;
  }

  private watchExecutions(name: string, machine: StateMachine): void {
    const options = { period: PERIOD, statistic: Stats.SUM };
    const ended = {
      Failed: machine.metricFailed(options),
      TimedOut: machine.metricTimedOut(options),
      Aborted: machine.metricAborted(options),
    };
    for (const [how, metric] of Object.entries(ended)) {
      this.alarm(`${name}${how}`, metric, 0, `An execution of ${name} ended as ${how}: see its operation.`);
    }
    this.alarm(
      `${name}Overdue`,
      machine.metricTime({ period: PERIOD, statistic: Stats.MAXIMUM }),
      OVERDUE.toMilliseconds(),
      `An execution of ${name} took more than ${OVERDUE.toHours()} hours.`,
    );
    this.graph(`Executions of ${name}`, [
      machine.metricStarted(options),
      machine.metricSucceeded(options),
      ...Object.values(ended),
    ]);
  }

  /** A blocked operation waits for a person. The function that records it says so in its log. */
  private watchBlocked(failure: PlinthFunction): void {
    const filter = new MetricFilter(this, 'BlockedFilter', {
      logGroup: failure.logGroup,
      filterPattern: FilterPattern.stringValue('$.status', '=', 'blocked'),
      metricNamespace: 'Plinth',
      metricName: `${this.#installation}-BlockedOperations`,
      metricValue: '1',
    });
    const metric = filter.metric({ period: PERIOD, statistic: Stats.SUM });
    this.alarm('Blocked', metric, 0, 'An operation is blocked: its error says what a person has to repair.');
    this.graph('Blocked operations', [metric]);
  }

  private watchDeadLetters(queues: readonly IQueue[]): void {
    const metrics = queues.map((queue) =>
      queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: Stats.MAXIMUM }),
    );
    for (const [index, metric] of metrics.entries())
      this.alarm(`DeadLetters${index}`, metric, 0, 'An event could not be handled: it lies in the queue.');
    this.graph('Dead letters', metrics);
  }

  private watchApi(): void {
    const api = (metricName: string) =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiName: this.#installation },
        period: PERIOD,
        statistic: Stats.SUM,
      });
    this.alarm('Api5xx', api('5XXError'), 0, 'The API answered with an error of its own.');
    this.graph('API', [api('Count'), api('4XXError'), api('5XXError')]);
  }

  private watchFunctions(functions: readonly PlinthFunction[]): void {
    const options = { period: PERIOD, statistic: Stats.SUM };
    for (const { key, lambda } of functions.filter((one) => SETTINGS[one.key].alarmOnError))
      this.alarm(`Errors-${key}`, lambda.metricErrors(options), 0, `${lambda.functionName} failed.`);
    const throttles = functions.map(({ lambda }) => lambda.metricThrottles(options));
    for (let first = 0; first < throttles.length; first += METRICS_AN_ALARM) {
      const some = throttles.slice(first, first + METRICS_AN_ALARM);
      this.alarm(`Throttles${first / METRICS_AN_ALARM}`, sum(some), 0, 'Lambda refused to run a function.');
    }
    const durations = functions.map(({ lambda }) =>
      lambda.metricDuration({ period: PERIOD, statistic: Stats.MAXIMUM }),
    );
    this.graph(
      'Function errors',
      functions.map(({ lambda }) => lambda.metricErrors(options)),
    );
    this.graph('Function throttles', throttles);
    this.graph('Function duration', durations);
  }

  private alarm(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      // A dot where an environment's alarms have a hyphen: the function that attaches those cannot touch these.
      alarmName: `${this.#installation}.${id}`,
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private graph(title: string, left: IMetric[]): void {
    this.#graphs.push(new GraphWidget({ title, left, width: 12 }));
  }
}

function sum(metrics: readonly IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    // A function that nobody calls has no data, and a sum with a gap is a gap.
    expression: Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics,
    label: 'Throttles',
    period: PERIOD,
  });
}

function pairs<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, index) =>
    items.slice(index * 2, index * 2 + 2),
  );
}
