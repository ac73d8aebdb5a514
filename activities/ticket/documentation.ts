/** What a ticket adds to the customer's documentation (T-23), in the knowledge base; on its queue. */
import type { DocumentationAddition, KnowledgePort } from '../../ports/knowledge.ts';

export interface DocumentationActivities {
  /** One addition under its key, however often it is sent. */
  addDocumentation(addition: DocumentationAddition): Promise<{ additionReference: string }>;
}

/** Failures are those of the knowledge base. */
export function documentationActivities(knowledge: KnowledgePort): DocumentationActivities {
  return { addDocumentation: (addition) => knowledge.propose(addition) };
}
