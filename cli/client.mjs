/** Makes `client/schema.d.ts`, the types of the API's client, from the committed OpenAPI document: at installation, at every build, and by `npm run client`. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const target = join('client', 'schema.d.ts');
/** Set by the client itself at every call: in each operation's type they would be noise. */
const setByClient = ['requestId', 'channel'];

/**
 * Makes the types when the document, or this file, has changed. Without the generator (an installation for production) it does
 * nothing: types are erased before anything runs.
 * @param {string} root the project's folder
 * @returns {Promise<boolean>} whether they were made.
 */
export async function makeClientTypes(root) {
  const source = join(root, 'docs', 'openapi.json');
  if (!existsSync(source) || !existsSync(join(root, 'node_modules', 'openapi-typescript'))) return false;
  const text = await readFile(source, 'utf8');
  const mark = `/** From docs/openapi.json, ${createHash('sha256').update(text).update(readFileSync(fileURLToPath(import.meta.url))).digest('hex')}. */\n`;
  if (existsSync(join(root, target)) && readFileSync(join(root, target), 'utf8').startsWith(mark)) return false;
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const types = astToString(await openapiTS(essence(JSON.parse(text)), { silent: true, alphabetize: false }));
  await mkdir(dirname(join(root, target)), { recursive: true });
  // Whole or not at all: the compiler may be reading it.
  await writeFile(join(root, `${target}.${process.pid}`), mark + types);
  await rename(join(root, `${target}.${process.pid}`), join(root, target));
  return true;
}

/**
 * The document without what no type needs: response headers, descriptions, the permissions, and the list of refusals, which are
 * problems all of them. It is a quarter of the whole, and so is what the compiler reads at every run.
 */
function essence(document) {
  const problem = { description: '', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) delete document.paths[path];
    for (const operation of Object.values(methods)) {
      const answers = Object.entries(operation.responses).filter(([status]) => status < '300');
      for (const [, answer] of answers) delete answer.headers;
      operation.responses = { ...Object.fromEntries(answers), default: problem };
      operation.parameters = (operation.parameters ?? []).filter(({ $ref }) => !setByClient.some((name) => $ref === `#/components/parameters/${name}`));
      for (const parameter of operation.parameters) delete parameter.description;
      delete operation.description;
    }
  }
  delete document.components.headers;
  delete document.components.responses;
  for (const name of setByClient) delete document.components.parameters[name];
  return document;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isMade = await makeClientTypes(dirname(dirname(fileURLToPath(import.meta.url))));
  if (isMade) process.stderr.write(`jalon  Made ${target} from docs/openapi.json.\n`);
}
