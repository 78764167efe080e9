"""What must never be false, said in the database itself."""

from django.db import migrations

LEDGER = """
CREATE FUNCTION slowfilm_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'restrict_violation';
END $$;

-- The only change an entry knows is the erasure of its payload together with its salt.
CREATE FUNCTION slowfilm_entry_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.payload IS NULL AND NEW.salt IS NULL
        AND (NEW.id, NEW.film_id, NEW.seq, NEW.verb, NEW.actor, NEW.at, NEW.command,
             NEW.digest, NEW.prev, NEW.hash)
          = (OLD.id, OLD.film_id, OLD.seq, OLD.verb, OLD.actor, OLD.at, OLD.command,
             OLD.digest, OLD.prev, OLD.hash)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'UPDATE of slowfilm_entry is refused: the ledger is append-only'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER entry_update BEFORE UPDATE ON slowfilm_entry
    FOR EACH ROW EXECUTE FUNCTION slowfilm_entry_update();
CREATE TRIGGER entry_delete BEFORE DELETE ON slowfilm_entry
    FOR EACH ROW EXECUTE FUNCTION slowfilm_refuse('the ledger is append-only');
CREATE TRIGGER entry_truncate BEFORE TRUNCATE ON slowfilm_entry
    FOR EACH STATEMENT EXECUTE FUNCTION slowfilm_refuse('the ledger is append-only');

CREATE FUNCTION slowfilm_head_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.film_id = OLD.film_id AND NEW.seq = OLD.seq + 1 THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'UPDATE of slowfilm_head is refused: it moves on by one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER head_update BEFORE UPDATE ON slowfilm_head
    FOR EACH ROW EXECUTE FUNCTION slowfilm_head_update();
CREATE TRIGGER head_delete BEFORE DELETE ON slowfilm_head
    FOR EACH ROW EXECUTE FUNCTION slowfilm_refuse('a film keeps its ledger');
CREATE TRIGGER head_truncate BEFORE TRUNCATE ON slowfilm_head
    FOR EACH STATEMENT EXECUTE FUNCTION slowfilm_refuse('a film keeps its ledger');
"""

LOCKS = """
CREATE TRIGGER lock_change BEFORE UPDATE OR DELETE ON slowfilm_lock
    FOR EACH ROW EXECUTE FUNCTION slowfilm_refuse('a lock is final');
CREATE TRIGGER lock_truncate BEFORE TRUNCATE ON slowfilm_lock
    FOR EACH STATEMENT EXECUTE FUNCTION slowfilm_refuse('a lock is final');

CREATE TRIGGER draft_update BEFORE UPDATE ON slowfilm_draft
    FOR EACH ROW EXECUTE FUNCTION slowfilm_refuse('a draft is immutable');

CREATE FUNCTION slowfilm_shot_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.locked_at IS NOT NULL THEN
        RAISE EXCEPTION '% of slowfilm_shot is refused: the shot is locked', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER shot_locked BEFORE UPDATE OR DELETE ON slowfilm_shot
    FOR EACH ROW EXECUTE FUNCTION slowfilm_shot_guard();

-- Rows that belong to a shot, by shot_id or through their draft, stand still once it is locked.
CREATE FUNCTION slowfilm_in_locked_shot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
    the_shot uuid := one->>'shot_id';
BEGIN
    IF the_shot IS NULL THEN
        SELECT shot_id INTO the_shot FROM slowfilm_draft WHERE id = (one->>'draft_id')::uuid;
    END IF;
    PERFORM 1 FROM slowfilm_shot WHERE id = the_shot AND locked_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION '% of % is refused: the shot is locked', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

IN_SHOTS = ("draft", "draftsource", "keyframe", "stroke", "note", "approval")
LOCKED = "\n".join(
    f"CREATE TRIGGER {table}_locked BEFORE INSERT OR UPDATE OR DELETE ON slowfilm_{table}"
    " FOR EACH ROW EXECUTE FUNCTION slowfilm_in_locked_shot();"
    for table in IN_SHOTS
)


class Migration(migrations.Migration):
    """Triggers; see the comments in the SQL."""

    dependencies = [("slowfilm", "0001_initial")]
    operations = [migrations.RunSQL(LEDGER), migrations.RunSQL(LOCKS + LOCKED)]
