/** Reads from one source file what the laws ask about: its imports, the globals it uses, the sockets it opens. */
import { posix } from 'node:path';
import ts from 'typescript';

/** An import of whatever kind. `ours` is a path from the project's folder, else `package` is set. */
export interface Import {
  readonly ours?: string;
  readonly package?: string;
  /** True when nothing of it is left once types are gone. `import { type X }` leaves the import of the file itself. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Use {
  /** As written, shortened to what matters: `process.env`, `Date.now`, `new Date()`, `listen`. */
  readonly what: string;
  readonly line: number;
}

export interface Reading {
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
}

/** `file` is a path from the project's folder, with `/`. */
export function readSource(file: string, source: string): Reading {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  const uses: Use[] = [];
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): void => {
    const target = specifier !== undefined && ts.isStringLiteralLike(specifier) ? targetOf(file, specifier.text) : { package: 'a name computed at run time' };
    imports.push({ ...target, typeOnly, line: lineOf(node) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression, false);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node, node.arguments[0], false);
    const what = useOf(node);
    if (what !== undefined) uses.push({ what, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { imports, uses };
}

function isLoading(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function targetOf(file: string, specifier: string): { ours: string } | { package: string } {
  if (specifier.startsWith('.') || specifier.startsWith('/')) return { ours: posix.normalize(posix.join(posix.dirname(file), specifier)) };
  if (specifier.startsWith('node:')) return { package: specifier };
  return { package: specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

const watchedGlobals = new Set([
  'process', 'globalThis', 'Date', 'Math', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console', 'Buffer',
]);

/** Uses of the globals that hide a clock, chance or the world; `Date` and `Math` only where they do. */
function useOf(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'listen') return 'listen';
  if (!ts.isIdentifier(node) || !watchedGlobals.has(node.text) || isOnlyAName(node)) return undefined;
  const member = memberOf(node);
  if (node.text === 'Date') {
    if (ts.isNewExpression(node.parent) && node.parent.expression === node) return (node.parent.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
    // Date.parse and Date.UTC know no clock; Date() and a Date handed on do.
    return member === 'parse' || member === 'UTC' ? undefined : `Date${member === undefined ? '' : `.${member}`}`;
  }
  if (node.text === 'Math') return member === undefined || member === 'random' ? 'Math.random' : undefined;
  if (node.text === 'process') return member === undefined ? 'process' : `process.${member}`;
  return node.text;
}

/** `x.process`, `{ process: 1 }`, `process: string` in a type, and types (`Date`, `Buffer`) name no global value. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return true;
  return 'name' in parent && parent.name === node;
}

function memberOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  if (ts.isElementAccessExpression(parent) && parent.expression === node && ts.isStringLiteralLike(parent.argumentExpression)) return parent.argumentExpression.text;
  return undefined;
}
