/** Who may import what, as data: the table of docs/architecture.md. The checker beside it holds it, a planted violation proves each law. */

/** What the files of one folder may import. Patterns: `*` stays within a folder, `**` does not; the folder itself is always allowed; of two that match the longer decides. */
export interface FolderLaw {
  /** Its name in a violation. */
  readonly law: string;
  /** The files it holds for; the first law that matches a file is the one that counts. */
  readonly files: readonly string[];
  /** Our files that may be imported. */
  readonly ours: readonly string[];
  /** Our files of which only types may be imported. */
  readonly oursAsTypes?: readonly string[];
  /** Packages, by name; `node:**` stands for every part of Node. */
  readonly packages: readonly string[];
  readonly packagesAsTypes?: readonly string[];
}

const anything = { ours: ['**'], packages: ['*', '@*/*', 'node:**'] } as const;
const domainSchemas = 'domain/**/*.schema.ts';

/** In this order: compositions first, then the folders. */
export const folderLaws: readonly FolderLaw[] = [
  { law: 'composition', files: ['workers/**', 'cli/**', '*/main.ts', 'simulators/*/main.ts'], ...anything },
  { law: 'tests', files: ['test/**', 'bench/**'], ...anything },
  { law: 'domain-schemas', files: [domainSchemas], ours: ['domain/**'], packages: ['zod'] },
  // Only the calendar may cost what a date library costs; the rest counts in frozen intervals.
  { law: 'domain-calendar', files: ['domain/calendar/**'], ours: ['domain/**'], oursAsTypes: [domainSchemas], packages: ['temporal-polyfill', 'date-holidays'] },
  { law: 'domain', files: ['domain/**'], ours: ['domain/**'], oursAsTypes: [domainSchemas], packages: [] },
  {
    law: 'workflows', files: ['workflows/**'], ours: ['domain/**'], oursAsTypes: [domainSchemas, 'domain/calendar/**', 'activities/**', 'ports/**'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  // Of tracing only its interface, which does nothing by itself.
  { law: 'ports', files: ['ports/**'], ours: ['domain/**'], packages: ['zod', '@opentelemetry/api'] },
  {
    law: 'activities', files: ['activities/**'], ours: ['domain/**', 'ports/**', 'db/**', 'project-root.ts'],
    packages: ['@temporalio/activity', '@temporalio/common', 'fontkit', 'nodemailer', 'pdfkit', 'ical-generator', 'jose', 'aws4fetch', 'node:**', 'standardwebhooks'], packagesAsTypes: ['zod', 'pino'],
  },
  { law: 'db', files: ['db/**'], ours: ['domain/**', 'project-root.ts'], packages: ['pg', 'node:**'] },
  {
    law: 'api', files: ['api/**'], ours: ['domain/**', 'ports/**', 'db/**', 'workflows/*/messages.ts', 'workflows/*/details.ts', 'project-root.ts'], oursAsTypes: ['workflows/**'],
    packages: [
      '@temporalio/client', '@temporalio/common', 'express', 'zod', 'swagger-ui-dist', 'jose', 'openid-client', 'standardwebhooks', 'prom-client', 'uuid', '@opentelemetry/api', '@fastify/busboy', 'file-type', 'smtp-server', 'node:**',
    ],
    packagesAsTypes: ['pg', 'pino'],
  },
  {
    law: 'simulators', files: ['simulators/**'], ours: ['domain/**', 'ports/**', 'project-root.ts'],
    packages: ['express', 'zod', 'jose', 'oidc-provider', 'standardwebhooks', 'smtp-server', 'postal-mime', 'node:**'], packagesAsTypes: ['pino'],
  },
  {
    law: 'relay', files: ['relay/**'], ours: ['domain/**', 'ports/**', 'db/**', 'workflows/*/messages.ts', 'project-root.ts'], oursAsTypes: ['workflows/**'],
    packages: ['@temporalio/client', '@temporalio/common', 'standardwebhooks', 'prom-client', 'postal-mime', 'node:**'], packagesAsTypes: ['pg', 'pino'],
  },
  {
    law: 'console', files: ['console/**'], ours: ['domain/**/views.ts', 'domain/**/ids.ts', 'client/**'],
    packages: ['csv-parse', 'react', 'react-dom', '@mantine/*', '@tanstack/*', '@tabler/icons-react', 'echarts', 'i18next', 'react-i18next'],
  },
  { law: 'client', files: ['client/**'], ours: [], packages: ['openapi-fetch'] },
  { law: 'ops', files: ['ops/**'], ours: [], packages: ['node:**'] },
  { law: 'root-files', files: ['*'], ours: [], packages: ['zod', 'node:**', 'vitest'] },
];

/** Where `process.env` may be read: settings have one place; the launcher runs before there is one, and tests start processes. */
export const environmentReaders = ['config.ts', 'cli/bootstrap.mjs', 'test/**', 'bench/**'] as const;
/** Who may import the settings: what composes a process, and tests. */
export const settingsReaders = ['workers/**', 'cli/**', '**/main.ts', 'test/**', 'bench/**'] as const;
/** Who may open a socket; the frame that all simulators share opens theirs. */
export const listeners = ['workers/**', 'cli/**', '**/main.ts', 'simulators/shared/**', 'simulators/identity/provider.ts', 'simulators/mail/**', 'test/**', 'bench/**'] as const;
/** Nothing but themselves imports them. */
export const neverImported = ['test/**', 'bench/**'] as const;
