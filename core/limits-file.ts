import { asObject, below, type Check, Misplaced, object, parseChecked } from './checked.ts';
import { PRESETS } from './presets.ts';

/** How long environments may live that are deleted by themselves, and which ones may be such. */
export interface ExpiryRule {
  /** Presets with which a request may have the field expiresAfter. */
  readonly presets: readonly string[];
  /** The longest life, from the request on. */
  readonly maxHours: number;
}

/** What one project may have. */
export interface ProjectLimits {
  /** Environments at the same time, those that are being deleted included; null: as many as it likes. */
  readonly environments: number | null;
  /** USD a month, of all environments together; null: no limit. */
  readonly monthlyUsd: number | null;
  readonly expiry: ExpiryRule;
}

/** What a project's own entry leaves out is as in `default`. */
export type LimitsOverride = Partial<Omit<ProjectLimits, 'expiry'>> & {
  readonly expiry?: Partial<ExpiryRule>;
};

/** What the projects of an installation may have. */
export interface Limits {
  readonly default: ProjectLimits;
  readonly projects: Readonly<Record<string, LimitsOverride>>;
}

/** Where the platform team has written nothing down. */
export const NO_LIMITS: Limits = {
  default: { environments: null, monthlyUsd: null, expiry: { presets: ['development'], maxHours: 30 * 24 } },
  projects: {},
};

/** As openapi.yaml takes them. */
const PROJECT = /^[a-z](-?[a-z0-9]){0,39}$/;

/** A number from `min` on. */
function number(what: string, min: number, isInteger = true): Check<void> {
  return (value, place) => {
    const fits = typeof value === 'number' && value >= min && (!isInteger || Number.isInteger(value));
    if (!fits) throw new Misplaced(place, `must be ${what}, not ${JSON.stringify(value)}`);
  };
}

const orNull =
  (check: Check<void>): Check<void> =>
  (value, place) => {
    if (value !== null) check(value, place);
  };

const presets: Check<void> = (value, place) => {
  if (!Array.isArray(value)) throw new Misplaced(place, 'must be a list of presets');
  const known = Object.keys(PRESETS);
  for (const [index, name] of value.entries())
    if (!known.includes(name))
      throw new Misplaced(
        `${place}/${index}`,
        `must be one of ${known.join(', ')}, not ${JSON.stringify(name)}`,
      );
};

const projectLimits = object<Record<never, never>, void>(
  {},
  {
    environments: orNull(number('a whole number of environments from 0 on, or null for no limit', 0)),
    monthlyUsd: orNull(number('USD a month from 0 on, or null for no limit', 0, false)),
    expiry: object<Record<never, never>, void>(
      {},
      { presets, maxHours: number('a whole number of hours from 1 on', 1) },
    ),
  },
);

const projects: Check<void> = (value, place) => {
  const entries = Object.entries(asObject(value, place, 'an object with a project a member'));
  for (const [name, entry] of entries) {
    if (!PROJECT.test(name))
      throw new Misplaced(below(place, name), 'must be named as a project, such as shop');
    projectLimits(entry, below(place, name));
  }
};

const limits = object<Record<never, never>, void>({}, { default: projectLimits, projects });

/**
 * What the platform team allows, from JSON; `config/limits.example.json` shows it. What it leaves out is as in
 * {@link NO_LIMITS}.
 * @param source Where the text is from, for the error.
 * @throws Error naming source, JSON pointer and fix
 */
export function parseLimits(text: string, source: string): Limits {
  const value = parseChecked(text, { what: 'The limits', source }, (document) => limits(document, ''));
  const { default: given = {}, projects = {} } = value as {
    default?: LimitsOverride;
    projects?: Limits['projects'];
  };
  return { default: merged(NO_LIMITS.default, given), projects };
}

/** What this project may have. */
export function limitsOf({ default: common, projects }: Limits, project: string): ProjectLimits {
  const own = Object.hasOwn(projects, project) ? projects[project] : undefined;
  return own ? merged(common, own) : common;
}

function merged(common: ProjectLimits, own: LimitsOverride): ProjectLimits {
  return { ...common, ...own, expiry: { ...common.expiry, ...own.expiry } };
}
