"""What a lock ends, said in the database: nothing in a locked shot changes, nor what it needs."""

from django.db.models import Model

from slowfilm.ledger.guards import Guard, differs, value_of

LOCKED = "locked_at IS NOT NULL"
ANY_LOCKED = f"EXISTS (SELECT FROM slowfilm_shot WHERE {LOCKED})"

# TRUNCATE asks no row, so it is asked whether anything is locked at all.
NOT_EMPTIED = Guard("locked_truncate", "TRUNCATE", "a shot is locked", ANY_LOCKED)

SHOT = (Guard("locked", "UPDATE OR DELETE", "the shot is locked", f"OLD.{LOCKED}"), NOT_EMPTIED)

SCENE = (
    Guard(
        "locked",
        "UPDATE OF id, film_id, number OR DELETE",
        "a shot in it is locked",
        f"EXISTS (SELECT FROM slowfilm_shot WHERE scene_id = OLD.id AND {LOCKED})",
    ),
    NOT_EMPTIED,
)

BLOB = (
    Guard(
        "unchanged",
        "UPDATE OF digest, size, media_type",
        "bytes are what their digest says",
        # A row of bytes that all have erased: if they come again, they are looked at anew.
        "NEW.digest <> OLD.digest OR NOT EXISTS"
        " (SELECT FROM slowfilm_holding WHERE blob_id = OLD.digest) OR EXISTS"
        " (SELECT FROM slowfilm_holding WHERE blob_id = OLD.digest AND erased_at IS NULL)",
    ),
    NOT_EMPTIED,
)

# A holding may still be frozen, when a person withdraws.
HOLDING = (
    Guard(
        "locked",
        "UPDATE OF film_id, blob_id OR DELETE",
        "a locked shot needs it",
        f"""EXISTS (
        SELECT FROM slowfilm_draft AS draft JOIN slowfilm_shot AS shot ON shot.id = draft.shot_id
        WHERE shot.{LOCKED} AND draft.film_id = OLD.film_id AND OLD.blob_id IN
            (draft.master_id, draft.proxy_id, draft.poster_id, draft.filmstrip_id,
             draft.waveform_id, draft.mattes_id))""",
    ),
    NOT_EMPTIED,
)


def in_shot(
    model: type[Model], lookup: str = "shot", *, besides: tuple[str, ...] = ()
) -> tuple[Guard, ...]:
    """Rows that lie in a shot stand still once it is locked, and none comes in or goes out.

    `besides`: columns that say nothing of the picture, and may still change.
    """
    was, is_ = (value_of(model, lookup, row) for row in ("OLD", "NEW"))
    locked = f"EXISTS (SELECT FROM slowfilm_shot WHERE id IN ({was}, {is_}) AND {LOCKED})"
    if besides:
        locked = f"{differs(besides)} AND {locked}"
    return Guard("locked", "INSERT OR UPDATE OR DELETE", "the shot is locked", locked), NOT_EMPTIED


# Who is in it may be found, and said, at any time.
SAID = ("nobody_else_by", "nobody_else_at")
DRAFT = Guard("unchanged", "UPDATE", "a draft is immutable", differs(SAID))
