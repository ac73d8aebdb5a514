-- C-04, C-05: a customer's entries by the kind of journey, for who sees some kinds only: of ten thousand entries he may see ten.
CREATE INDEX timeline_by_customer_and_kind ON timeline (customer_id, left(journey_id, 3), at, journey_id, number) INCLUDE (type, actor, channel);
