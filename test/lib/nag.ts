import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

const REPORT = 'validation-report.json';

/** What is left of cdk-nag's findings below `path`: neither repaired nor acknowledged, warnings too. */
export function findings(build: (app: App) => void, path = '', props: AppProps = {}): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'plinth-nag-'));
  const write = process.stderr.write;
  try {
    const app = new App({ ...props, outdir });
    Validations.of(app).addPlugins(
      new AwsSolutionsChecks(app),
      new ServerlessChecks(app),
      new NIST80053R5Checks(app),
    );
    build(app);
    // The report is in a file; what is printed is only for people.
    process.stderr.write = (() => true) as never;
    try {
      app.synth();
    } catch (error) {
      // What is found is an error too; then there is a report.
      if (!existsSync(join(outdir, REPORT))) throw error;
    }
    const report: Report = JSON.parse(readFileSync(join(outdir, REPORT), 'utf8'));
    return report.pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs
          .filter(({ constructPath = '' }) => constructPath.startsWith(path))
          .map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
    );
  } finally {
    process.stderr.write = write;
    rmSync(outdir, { recursive: true, force: true });
  }
}
