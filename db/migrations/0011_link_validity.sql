-- How long a customer's link is good is policy (D-06): it joins the versions that are there.
UPDATE policies SET value = value || '{"customerLinkValidFor": "P30D"}' WHERE name = 'notices' AND NOT value ? 'customerLinkValidFor';
