-- S-04: who signs and how, each time it is said: what the journey has not taken is nobody's. What was kept before stays in order_signatures.
CREATE TABLE order_signature_terms (
  id uuid PRIMARY KEY,
  journey_id text NOT NULL,
  signature jsonb NOT NULL,
  signing jsonb
);
CREATE INDEX order_signature_terms_by_journey ON order_signature_terms (journey_id);
