"""A locked shot's rows can't be moved out of it, nor what they stand on be taken away."""

from django.db import migrations

# Both sides of a change are asked: where a row was, and where it would be.
ROWS = """
CREATE FUNCTION slowfilm_lies_in_locked_shot(one jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM slowfilm_shot WHERE locked_at IS NOT NULL AND id = COALESCE(
            (one->>'shot_id')::uuid,
            (SELECT shot_id FROM slowfilm_draft WHERE id = (one->>'draft_id')::uuid),
            (SELECT shot_id FROM slowfilm_brief WHERE id = (one->>'brief_id')::uuid)))
$$;
CREATE OR REPLACE FUNCTION slowfilm_in_locked_shot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND slowfilm_lies_in_locked_shot(to_jsonb(OLD)))
        OR (TG_OP <> 'DELETE' AND slowfilm_lies_in_locked_shot(to_jsonb(NEW)))
    THEN
        RAISE EXCEPTION '% of % is refused: the shot is locked', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

# What a locked shot stands on: its scene's number, the bytes of its drafts, and that the film
# holds them. A holding may still be frozen, when a person withdraws.
GROUND = """
CREATE FUNCTION slowfilm_scene_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM slowfilm_shot WHERE scene_id = OLD.id AND locked_at IS NOT NULL) THEN
        RAISE EXCEPTION '% of slowfilm_scene is refused: a shot in it is locked', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scene_locked BEFORE UPDATE OF id, film_id, number OR DELETE ON slowfilm_scene
    FOR EACH ROW EXECUTE FUNCTION slowfilm_scene_guard();

CREATE TRIGGER blob_update BEFORE UPDATE OF digest, size, media_type ON slowfilm_blob
    FOR EACH ROW EXECUTE FUNCTION slowfilm_refuse('bytes are what their digest says');

CREATE FUNCTION slowfilm_holding_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM slowfilm_draft AS draft JOIN slowfilm_shot AS shot ON shot.id = draft.shot_id
        WHERE shot.locked_at IS NOT NULL AND draft.film_id = OLD.film_id AND OLD.blob_id IN
            (draft.master_id, draft.proxy_id, draft.poster_id, draft.filmstrip_id,
             draft.waveform_id))
    THEN
        RAISE EXCEPTION '% of slowfilm_holding is refused: a locked shot needs it', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER holding_locked BEFORE UPDATE OF film_id, blob_id OR DELETE ON slowfilm_holding
    FOR EACH ROW EXECUTE FUNCTION slowfilm_holding_guard();
"""

NEWLY_GUARDED = ("brief", "citation")
LOCKED = "\n".join(
    f"CREATE TRIGGER {table}_locked BEFORE INSERT OR UPDATE OR DELETE ON slowfilm_{table}"
    " FOR EACH ROW EXECUTE FUNCTION slowfilm_in_locked_shot();"
    for table in NEWLY_GUARDED
)

# TRUNCATE asks no row, so it is asked whether anything is locked at all.
TRUNCATES = """
CREATE FUNCTION slowfilm_refuse_where_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM slowfilm_shot WHERE locked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'TRUNCATE of % is refused: a shot is locked', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
HOLDING_LOCKED = ("shot", "draft", "draftsource", "keyframe", "stroke", "note", "approval")
TRUNCATED = "\n".join(
    f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON slowfilm_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION slowfilm_refuse_where_locked();"
    for table in (*HOLDING_LOCKED, *NEWLY_GUARDED, "scene", "blob", "holding")
)


class Migration(migrations.Migration):
    """Triggers; see the comments beside the SQL."""

    dependencies = [("slowfilm", "0002_guards")]
    operations = [
        migrations.RunSQL(ROWS + LOCKED),
        migrations.RunSQL(GROUND),
        migrations.RunSQL(TRUNCATES + TRUNCATED),
    ]
