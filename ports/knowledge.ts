/** The port of the knowledge base and the customers' documentation (Xwiki): articles found by words, additions proposed (T-12, T-23). */
import { z } from 'zod';
import { outsideInstant, outsideText } from './parts.ts';

/** Our key of one proposal, `TCK-2026-000123.addition.1`. */
export const additionKey = z.string().regex(/^TCK-\d{4}-\d{6,}\.addition\.\d{1,3}$/);

/** `GET /v1/articles?words=`: the nearest first, at most ten; none where nothing is near. */
export const knowledgeArticles = z.object({
  articles: z.array(z.object({ reference: outsideText(100), title: outsideText(200), url: z.url({ protocol: /^https?$/ }).max(500), updatedAt: outsideInstant })).max(10),
});

/** `POST /v1/additions`, with `Idempotency-Key: <additionKey>`: what to add to the documentation of a customer. */
export const documentationAddition = z.strictObject({ additionKey, customerId: z.string().min(1).max(20), text: z.string().min(1).max(10_000) });

export const documentationAdditionAnswer = z.object({ additionReference: outsideText(100) });

export type KnowledgeArticle = z.infer<typeof knowledgeArticles>['articles'][number];
export type DocumentationAddition = z.infer<typeof documentationAddition>;

/** What an adapter of the knowledge base can do. An addition repeated under its key is one addition. */
export interface KnowledgePort {
  find(words: string): Promise<KnowledgeArticle[]>;
  propose(addition: DocumentationAddition): Promise<z.infer<typeof documentationAdditionAnswer>>;
}
