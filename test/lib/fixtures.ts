import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { parseLandingZones } from '../../core/landing-zones.ts';
import { createApp, type PlinthAppOptions, templateOf } from '../../lib/app.ts';

const EXAMPLE = join(import.meta.dirname, '../../config/landing-zones.example.json');

/** Ids as long as AWS's own, in two regions with three zones. */
export const exampleZones = parseLandingZones(readFileSync(EXAMPLE, 'utf8'), EXAMPLE);

export const REGIONS = ['eu-west-2', 'eu-west-1'] as const;

/** The app without bundles, with landing zones from a file unless said otherwise. */
export function exampleApp(options: PlinthAppOptions = {}) {
  return createApp({ landingZones: { kind: 'file', zones: exampleZones }, limits: null, ...options });
}

// biome-ignore lint/suspicious/noExplicitAny: properties of any resource
export type Resource = { readonly Type: string; readonly Properties: any } & Record<string, any>;

export function synthesise(options: PlinthAppOptions = {}): Template {
  return Template.fromJSON(templateOf(exampleApp(options)));
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.findResources(type)) as Resource[];
}
