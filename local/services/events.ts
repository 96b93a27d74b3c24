import * as schemas from '@aws-sdk/client-eventbridge';
import { AwsError, type CallContext, type Service, type World } from '../service.ts';
import { constraint, uuid } from './common.ts';

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: any JSON object
  readonly detail: any;
}

/** A rule with its target. What the pattern says is code here. */
export interface Rule {
  readonly bus: string;
  readonly matches: (event: BusEvent) => boolean;
  /** Begins the delivery; what becomes of it is the target's affair. */
  readonly target: (event: BusEvent) => void;
}

export interface EventsService extends Service {
  /** The last thousand events of every bus, oldest first. */
  readonly published: readonly BusEvent[];
}

export interface EventsOptions {
  readonly rules: readonly Rule[];
  /** Buses besides `default`. */
  readonly buses: readonly string[];
  readonly onEvent?: ((event: BusEvent) => void) | undefined;
}

const KEPT_EVENTS = 1000;
const MAX_ENTRIES = 10;
/** *documented* (PutEvents): the total entry size must be less than 1 MB. */
const MAX_TOTAL_BYTES = 1_048_576;
const MAX_DETAIL_TYPE = 128;

type Entry = schemas.PutEventsRequestEntry;
type Complete = Entry & { Source: string; DetailType: string; Detail: string };
type Result = schemas.PutEventsResultEntry;

/** EventBridge of the local cloud: PutEvents, and rules that the cloud has from the start. */
export function createEventsService(world: World, options: EventsOptions): EventsService {
  const published: BusEvent[] = [];
  const send = (entry: Entry, region: string): Result => {
    const error = refusal(world, options, entry, region);
    if (error) return error;
    const event = eventOf(world, entry as Complete, region);
    published.push(event);
    if (published.length > KEPT_EVENTS) published.shift();
    options.onEvent?.(event);
    const bus = busOf(entry);
    for (const rule of options.rules) if (rule.bus === bus && rule.matches(event)) rule.target(event);
    return { EventId: event.id };
  };
  return {
    name: 'events',
    schemas,
    published,
    operations: {
      PutEvents(input: schemas.PutEventsRequest, { region }: CallContext): schemas.PutEventsResponse {
        const entries = input.Entries ?? [];
        checkRequest(input, entries);
        const Entries = entries.map((entry) => send(entry, region));
        return { Entries, FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode).length };
      },
    },
  };
}

/** What makes the whole call fail. */
function checkRequest({ EndpointId }: schemas.PutEventsRequest, entries: readonly Entry[]): void {
  if (EndpointId !== undefined)
    throw new AwsError(
      'ValidationException',
      'The local cloud has no global endpoints: leave EndpointId out.',
    );
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    const rule = `Member must have length between 1 and ${MAX_ENTRIES}`;
    throw constraint('ValidationException', `[${entries.length} entries]`, 'entries', rule);
  }
  // *documented*: when no entry has all three, the whole request fails.
  if (!entries.some((entry) => missing(entry) === undefined))
    throw new AwsError('ValidationException', `Parameter ${missing(entries[0] ?? {})} is required.`);
  const total = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (total >= MAX_TOTAL_BYTES)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
}

function missing(entry: Entry): string | undefined {
  return (['Source', 'DetailType', 'Detail'] as const).find((name) => !entry[name]);
}

/** *documented* (Calculating event size): a timestamp counts 14 bytes, texts count in UTF-8. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return (Time ? 14 : 0) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** What makes one entry fail; codes from PutEventsResultEntry, *assumed* where the reference names no case. */
function refusal(world: World, options: EventsOptions, entry: Entry, region: string): Result | undefined {
  const refuse = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  const absent = missing(entry);
  if (absent) return refuse('InvalidArgument', `Parameter ${absent} is not valid. Reason: it is required.`);
  const { Source, DetailType, Detail } = entry as Complete;
  if (Source.startsWith('aws.'))
    return refuse('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (DetailType.length > MAX_DETAIL_TYPE)
    return refuse('InvalidArgument', `DetailType has more than ${MAX_DETAIL_TYPE} characters.`);
  if (!isObject(Detail)) return refuse('MalformedDetail', 'Detail is malformed.');
  // AWS takes the entry and drops it when there is no such bus. Here it is told, so that a wrong name is found.
  const bus = busOf(entry);
  if (bus !== 'default' && !options.buses.includes(bus)) {
    const arn = `arn:aws:events:${region}:${world.account}:event-bus/${bus}`;
    return refuse('InvalidArgument', `Event bus ${arn} does not exist. Buses: ${options.buses.join(', ')}.`);
  }
  return undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** By name or ARN. */
function busOf({ EventBusName = 'default' }: Entry): string {
  return EventBusName.replace(/^arn:[^/]*:event-bus\//, '');
}

function eventOf(world: World, entry: Complete, region: string): BusEvent {
  return {
    version: '0',
    id: uuid(world),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: world.account,
    time: (entry.Time ?? new Date(world.clock.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail),
  };
}
