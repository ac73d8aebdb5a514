/** What the console's sources say: keys of texts that they use, and text that stands in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../../project-root.ts';

export const consoleFolder = join(projectRoot(import.meta.url), 'console');

export interface Found { readonly line: number; readonly text: string }

/** Attributes whose literal is read or heard by a person. */
const spoken = new Set(['label', 'title', 'placeholder', 'aria-label', 'aria-description', 'aria-roledescription', 'alt', 'description', 'hint', 'legend', 'error']);
const hasLetters = /\p{L}{2,}/u;

function parse(file: string, source: string): ts.SourceFile {
  return ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => { walk(child, visit); });
}

/** Words that a person would read in one language only. */
export function literalTexts(file: string, source: string): Found[] {
  const tree = parse(file, source);
  const found: Found[] = [];
  const add = (node: ts.Node, text: string): void => {
    if (hasLetters.test(text)) found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: text.trim() });
  };
  walk(tree, (node) => {
    if (ts.isJsxText(node)) add(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && isJsxChild(node)) for (const text of literalsOf(node.expression)) add(node, text);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value) for (const text of literalsOf(value)) add(node, text);
    }
  });
  return found;
}

function isJsxChild(node: ts.Node): boolean {
  return ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
}

/** What an expression may come to as a literal, whichever way it goes. */
function literalsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)].filter(() => node.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken);
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return [];
}

/** Keys as the sources ask for them: whole, or with what is computed as `*`. */
export function askedKeys(file: string, source: string): { readonly namespaces: readonly string[]; readonly keys: readonly string[] } {
  const namespaces: string[] = [];
  const keys: string[] = [];
  walk(parse(file, source), (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'useTranslation') namespaces.push(...node.arguments.flatMap((argument) => literalsIn(argument)));
    if (ts.isCallExpression(node) && /^(?:t|say|[\w.]+\.t|tell)$/.test(node.expression.getText()) && node.arguments[0]) keys.push(...keysIn(node.arguments[0]));
    // A key that is handed on: `label: 'nav.home'`.
    if (ts.isStringLiteralLike(node) && /^[a-z][\w-]*\.[\w.-]+$/.test(node.text)) keys.push(node.text);
    if (ts.isTemplateExpression(node)) keys.push(patternOf(node));
  });
  return { namespaces, keys };
}

function literalsIn(node: ts.Expression): string[] {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => literalsIn(element));
  return ts.isStringLiteralLike(node) ? [node.text] : [];
}

function keysIn(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [patternOf(node)];
  if (ts.isConditionalExpression(node)) return [...keysIn(node.whenTrue), ...keysIn(node.whenFalse)];
  return [];
}

function patternOf(node: ts.TemplateExpression): string {
  return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
}

export function consoleSources(): { readonly file: string; readonly source: string }[] {
  return readdirSync(consoleFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file: file.slice(consoleFolder.length + 1), source: readFileSync(file, 'utf8') }));
}

export type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** All texts of one language, by namespace. */
export function textsOf(language: 'fr' | 'en'): Texts {
  const folder = join(consoleFolder, 'texts', language);
  return Object.fromEntries(readdirSync(folder).map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>]));
}
