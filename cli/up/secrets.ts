/** Development secrets: made at the first start, kept in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';

const tokens = ['oblToken', 'billingToken', 'refTechToken', 'jarvisToken', 'mailToken', 'smsToken', 'supportToken', 'linkSecret', 'sessionSecret'] as const;
/** Standard Webhooks form: `whsec_` and base64. */
const callbackSecrets = [
  'oblCallbackSecret', 'refTechCallbackSecret', 'jarvisCallbackSecret', 'inventoryCallbackSecret', 'monitoringCallbackSecret', 'hardwareCallbackSecret', 'backupsCallbackSecret',
] as const;

export type DevelopmentSecrets = Readonly<Record<(typeof tokens)[number] | (typeof callbackSecrets)[number], string>>;

const secretBytes = 32;

/** New ones, each its own. */
export function makeSecrets(): DevelopmentSecrets {
  return Object.fromEntries([
    ...tokens.map((name) => [name, randomBytes(secretBytes).toString('hex')]),
    ...callbackSecrets.map((name) => [name, `whsec_${randomBytes(secretBytes).toString('base64')}`]),
  ]) as DevelopmentSecrets;
}

/**
 * The secrets of this data folder; those that a newer version added are made and kept too.
 * @throws {Failure} when the file cannot be understood.
 */
export async function developmentSecrets(dataFolder: string): Promise<DevelopmentSecrets> {
  const file = join(dataFolder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  let known: Partial<DevelopmentSecrets>;
  try {
    known = JSON.parse(text) as Partial<DevelopmentSecrets>;
  } catch {
    throw new Failure(`The development secrets in ${file} are not JSON. Put the file right, or remove it: new ones are made then.`, exitCodes.environment);
  }
  const secrets = { ...makeSecrets(), ...known };
  const wanted = `${JSON.stringify(secrets, undefined, 2)}\n`;
  if (wanted !== text) await writeFile(file, wanted, { mode: 0o600 });
  return secrets;
}
