/** The simulated knowledge base (Xwiki): finds articles by their words, and keeps what is proposed for a customer's documentation (T-12, T-23). */
import type { DocumentationAddition, KnowledgeArticle } from '../../ports/knowledge.ts';
import { documentationAddition } from '../../ports/knowledge.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulatorPart } from '../shared/simulator.ts';
import type { Call, Decision, SimulatorPart, SimulatorSettings } from '../shared/simulator.ts';

interface KnowledgeFact { type: 'addition-proposed'; subject: string; atMs: number; additionReference: string; request: DocumentationAddition }

const titles = [
  'Coupure totale : contrôler le CPE avant d’appeler l’opérateur de boucle locale', 'Coupures intermittentes : lire les compteurs de la ligne',
  'Lenteur : mesurer le débit sans le réseau du client', 'Téléphonie indisponible : enregistrement SIP et alimentation des postes', 'Mauvaise qualité vocale : gigue, perte et priorité des flux',
  'Panne d’équipement : garantie, numéro de série et remplacement', 'Sauvegarde en échec : incrémentale, différentielle ou complète', 'Sauvegarde en échec : lecteur de bandes et espace libre',
  'Courriel suspect : ce que l’on vérifie, ce que l’on répond', 'Installation de poste : la liste avant le départ',
];
const articles: readonly KnowledgeArticle[] = titles.map((title, index) => {
  const reference = `KB-${String(index + 1).padStart(4, '0')}`;
  return { reference, title, url: `https://wiki.jalon.invalid/${reference}`, updatedAt: '2026-01-15T08:00:00Z' };
});

/** A knowledge base that keeps the additions in `settings.file`; it never calls back. */
export function createKnowledgeSimulator(settings: SimulatorSettings): SimulatorPart {
  let additions = 0;

  function propose(call: Call): Decision<KnowledgeFact> {
    const request = parsedBody(documentationAddition, call.body);
    if (call.idempotencyKey !== request.additionKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the additionKey');
    const additionReference = `DOC-${String(additions + 1).padStart(6, '0')}`;
    return { status: 201, body: { additionReference }, facts: [{ type: 'addition-proposed', subject: request.additionKey, atMs: call.nowMs, additionReference, request }] };
  }

  return createSimulatorPart<KnowledgeFact>({
    name: 'knowledge',
    routes: [
      { operation: 'find', method: 'get', path: '/v1/articles', subjectOf: () => undefined, decide: ({ query }) => ({ status: 200, body: { articles: nearest(query['words'] ?? '') } }) },
      { operation: 'propose', method: 'post', path: '/v1/additions', subjectOf: ({ body }) => fieldOf(body, 'additionKey'), decide: propose },
    ],
    apply: () => { additions += 1; },
    reset: () => { additions = 0; },
  }, settings);
}

function nearest(words: string): KnowledgeArticle[] {
  const asked = stems(words);
  const scored = articles.map((article) => ({ article, score: [...stems(article.title)].filter((stem) => asked.has(stem)).length })).filter(({ score }) => score > 0);
  return scored.toSorted((one, other) => other.score - one.score).slice(0, 10).map(({ article }) => article);
}

/** The long words of a text, without accents and endings: enough to find ten articles by. */
function stems(text: string): Set<string> {
  return new Set(text.normalize('NFD').replaceAll(/\p{Diacritic}/gu, '').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 3).map((word) => word.slice(0, 5)));
}
