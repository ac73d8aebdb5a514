/** How every process reaches Temporal: address, TLS and API key from its settings. */
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { apiSettings, temporalSettings } from '../config.ts';

type Settings = z.infer<typeof temporalSettings>;

export interface TemporalConnectionOptions {
  address: string;
  apiKey?: string;
  tls?: boolean | { serverRootCACertificate?: Buffer; clientCertPair?: { crt: Buffer; key: Buffer } };
}

/** @throws {Error} when a certificate file can't be read. */
export async function temporalConnection(settings: Settings): Promise<TemporalConnectionOptions> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_CERT: crt, TEMPORAL_TLS_KEY: key, TEMPORAL_TLS_CA: ca } = settings;
  const withFiles = ca !== undefined || (crt !== undefined && key !== undefined);
  const tls = withFiles
    ? {
        ...(ca === undefined ? {} : { serverRootCACertificate: await readFile(ca) }),
        ...(crt === undefined || key === undefined ? {} : { clientCertPair: { crt: await readFile(crt), key: await readFile(key) } }),
      }
    : settings.TEMPORAL_TLS;
  return { address, ...(apiKey === undefined ? {} : { apiKey }), ...(tls === false ? {} : { tls }) };
}

/** Our namespace in the Temporal Web UI; null where none is named. */
export function temporalUiUrl({ JALON_TEMPORAL_UI_URL: base, TEMPORAL_NAMESPACE: namespace }: Settings & Pick<z.infer<typeof apiSettings>, 'JALON_TEMPORAL_UI_URL'>): string | null {
  return base === undefined ? null : `${base.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}`;
}
