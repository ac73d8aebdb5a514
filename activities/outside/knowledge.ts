/** The adapter of the knowledge base (Xwiki): ports/knowledge.ts over HTTP (T-12, T-23). */
import type { KnowledgePort } from '../../ports/knowledge.ts';
import { documentationAdditionAnswer, knowledgeArticles } from '../../ports/knowledge.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The knowledge base at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}. */
export function createKnowledgePort(settings: Omit<OutsideSystem, 'system'>): KnowledgePort {
  const knowledge: OutsideSystem = { ...settings, system: 'knowledge' };
  return {
    async find(words) {
      const path = `/v1/articles?${String(new URLSearchParams({ words }))}`;
      return (await requestOutside(knowledge, { operation: 'find', method: 'GET', path, answer: knowledgeArticles })).articles;
    },
    propose: (addition) =>
      requestOutside(knowledge, { operation: 'propose', method: 'POST', path: '/v1/additions', idempotencyKey: addition.additionKey, body: addition, answer: documentationAdditionAnswer }),
  };
}
