-- What passed between a customer and us, the latest first, without what else happened to him (C-01): a customer of 200,000 entries was read through for the last twenty.
CREATE INDEX timeline_correspondence ON timeline (customer_id, at DESC) INCLUDE (journey_id, number, type, actor) WHERE type IN ('messageAdded', 'customerContacted');
