-- Takes words out of JSON where somebody could have written them (docs/personal-data.md): out of what its strings say, never out of its keys and numbers, for a contact may be called «Direction» or «Null».
-- What is written as our codes are ("technical") is no name but in the very same letters.
CREATE FUNCTION swept(value jsonb, patterns text[], words text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE said text;
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      said := value #>> '{}';
      FOR n IN 1 .. cardinality(patterns) LOOP
        said := regexp_replace(said, patterns[n], words[n], CASE WHEN said ~ '^[a-z0-9]+(-[a-z0-9]+)*$' THEN 'g' ELSE 'gi' END);
      END LOOP;
      RETURN to_jsonb(said);
    WHEN 'object' THEN RETURN (SELECT coalesce(jsonb_object_agg(part.key, swept(part.value, patterns, words)), '{}') FROM jsonb_each(swept.value) AS part);
    WHEN 'array' THEN RETURN (SELECT coalesce(jsonb_agg(swept(part.value, patterns, words) ORDER BY part.place), '[]') FROM jsonb_array_elements(swept.value) WITH ORDINALITY AS part (value, place));
    ELSE RETURN value;
  END CASE;
END $$;
