"""Examples for the API's description: one for each schema of a body or an answer."""

from typing import Any

FILM = "0b8a6d9e-6a0e-4f5c-9a53-0d2c0f6c1e01"
SCENE = "7d1e2c40-52ff-4f3b-8a7a-3c1f2b9d0e02"
SHOT = "3f0c9a55-9a1d-4c22-8a0e-5f1e7a6b2c03"
DRAFT = "a51b7c3e-2f68-4d0b-b1c9-8e4d5f6a7b04"
LATER = "a51b7c3e-2f68-4d0b-b1c9-8e4d5f6a7b05"
NOTE = "c7e8f901-4a5b-4c6d-8e9f-0a1b2c3d4e05"
MEMBER = "d2c3b4a5-6978-4b5a-9c8d-7e6f5a4b3c06"
REFERENCE = "e1f2a3b4-c5d6-4e7f-8091-a2b3c4d5e607"
CUT = "f0e1d2c3-b4a5-4968-8776-655443322108"
VERSION = "f0e1d2c3-b4a5-4968-8776-655443322109"
JOB = "91827364-5546-4738-a291-807060504010"
GENERATION = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c11"
CHARACTER = "2b3c4d5e-6f70-4b8c-9dae-1f2a3b4c5d12"
LINE = "3c4d5e6f-7081-4c9d-aebf-2a3b4c5d6e13"
UPLOAD = "4d5e6f70-8192-4dae-bfc0-3b4c5d6e7f14"
PLACE = "5e6f7081-92a3-4ebf-80d1-4c5d6e7f8015"
LICENCE = "6f708192-a3b4-4fc0-91e2-5d6e7f809116"
DECISION = "708192a3-b4c5-40d1-a2f3-6e7f80912a17"
PERSON = "c5d6e7f8-091a-442b-a8d9-aefbc0213222"
RELEASE = "d6e7f809-1a2b-453c-b9ea-bfc021324323"
STEP = "e7f8091a-2b3c-464d-8afb-c02132435424"
CHECK_IN = "f8091a2b-3c4d-475e-9b0c-213243546525"
CASE = "091a2b3c-4d5e-486f-ac1d-324354657626"
COPY = "1a2b3c4d-5e6f-4970-bd2e-435465768727"
SITTING = "92a3b4c5-d6e7-41f8-95a6-7b8c9dae0f19"
TASK = "a3b4c5d6-e7f8-4209-86b7-8c9daebf1020"
APPROVAL = "b4c5d6e7-f809-431a-97c8-9daebfc02121"
KEY = "8192a3b4-c5d6-41e2-b3f4-7f8091a2bb18"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AT = "2026-11-27T19:30:00Z"
WHO = f"member:{MEMBER}"

IDS: dict[str, Any] = {
    "film_id": FILM,
    "scene_id": SCENE,
    "shot_id": SHOT,
    "draft_id": DRAFT,
    "note_id": NOTE,
    "parent_id": NOTE,
    "cut_id": CUT,
    "version_id": VERSION,
    "job_id": JOB,
    "generation_id": GENERATION,
    "comparison_id": GENERATION,
    "character_id": CHARACTER,
    "upload_id": UPLOAD,
    "place_id": PLACE,
    "licence_id": LICENCE,
    "decision_id": DECISION,
    "key_id": KEY,
    "sitting_id": SITTING,
    "task_id": TASK,
    "pdf_id": JOB,
    "source_id": REFERENCE,
    "reference_id": REFERENCE,
    "number": 1,
}

_LAMP: dict[str, Any] = {
    "id": "window",
    "kind": "lamp",
    "x": 0.62,
    "y": 0.4,
    "rx": 0.2,
    "ry": 0.3,
    "softness": 1,
    "stops": 0.8,
    "warmth": -0.3,
}
_LIGHT: dict[str, Any] = {"mode": "luma", "luma": [[-3, -3.4], [0, 0.3]], "lamps": [_LAMP]}

_NOTE: dict[str, Any] = {
    "id": NOTE,
    "draft": DRAFT,
    "draft_name": "S03_SH040_v007",
    "parent": None,
    "carried_from": None,
    "first": 48,
    "last": 72,
    "next_draft": None,
    "next_first": None,
    "next_frame": None,
    "between": [],
    "kind": "change",
    "text": "Slower, as she turns.",
    "reason": "",
    "actor": WHO,
    "mentions": [],
    "written_at": AT,
    "resolved_at": None,
}
_PLACE: dict[str, Any] = {"name": "Willow Lane", "kind": "lane"}
_LICENCE: dict[str, Any] = {
    "kind": "cc",
    "part": "whole",
    "holder": "Ada",
    "terms": "CC BY 4.0",
    "allows": ["engine", "alter"],
    "media": "",
    "territory": "",
    "references": [REFERENCE],
}
_DECISION: dict[str, Any] = {
    "wanted": "The lane where she grew up.",
    "refused": "Willow Lane: those who live there have refused.",
    "why": "They do not want to be seen.",
    "instead": "A space of light.",
    "scene": SCENE,
    "place": PLACE,
    "instead_reference": REFERENCE,
    "in_seal": True,
}
_CLIP = {
    "draft": DRAFT,
    "first": 0,
    "last": 96,
    "join": "dissolve",
    "join_frames": 12,
    "level": -6,
}
_SOUND = {
    "track": 1,
    "reference": REFERENCE,
    "at": 24,
    "start_ms": 500,
    "end_ms": 4500,
    "levels": [[0, -12], [1.5, 0]],
    "fade_in_ms": 250,
    "fade_out_ms": 500,
}
_CUT = {
    "id": CUT,
    "title": "The lane at dusk",
    "rate": "24",
    "width": 1280,
    "height": 720,
    "added_at": AT,
    "latest": 1,
}
_LEFT_OUT = {
    "code": "effects",
    "name": "S03_SH040_v007",
    "sentence": "S03_SH040_v007: its effects are left out.",
}
_RENDER = {
    "id": GENERATION,
    "rendered_at": AT,
    "master": DIGEST,
    "proxy": DIGEST,
    "subtitles": None,
}
_JOB = {
    "id": JOB,
    "kind": "render-cut",
    "subject": VERSION,
    "state": "done",
    "share": 1.0,
    "attempt": 1,
    "error": "",
    "queued_at": AT,
    "started_at": AT,
    "ended_at": AT,
}
_VERSION = {
    "id": VERSION,
    "number": 1,
    "note": "The first look",
    "frames": 96,
    "saved_by": WHO,
    "saved_at": AT,
}
_QUOTA = {"stored": 734003200, "coming": 0, "most": None}
_CELL = {
    "generation": GENERATION,
    "without": "",
    "draft": DRAFT,
    "state": "done",
    "distance": None,
    "difference": None,
}
_APPROVING = {"digest": DIGEST, "role": "director"}

_PLAN: dict[str, Any] = {
    "title": "Dailies",
    "begins_at": AT,
    "zone": "Asia/Shanghai",
    "minutes": 60,
    "agenda": [{"shot": SHOT, "cut": None}],
    "guests": [{"member": MEMBER, "part": "guest"}],
}
_SITTING: dict[str, Any] = {
    "id": SITTING,
    **{name: _PLAN[name] for name in ("title", "begins_at", "zone", "minutes")},
    "state": "open",
    "planned_by": WHO,
    "reason": "",
    "opened_at": AT,
    "ended_at": None,
}
_DECIDED: dict[str, Any] = {
    "kind": "approved",
    "draft": DRAFT,
    "frame": 48,
    "version": None,
    "approval": APPROVAL,
    "request": None,
    "words": "So it stays.",
}
_GIVEN: dict[str, Any] = {
    "member": MEMBER,
    "text": "A longer tail for the rain.",
    "due": "2026-12-04",
    "draft": DRAFT,
    "frame": 48,
}
_DONE: dict[str, Any] = {**_GIVEN, "id": TASK, "sitting": SITTING, "done_at": None}
_STEP: dict[str, Any] = {"ms": 1200, "draft": DRAFT, "version": None, "frame": 48, "speed": 0}

EXAMPLES: dict[str, Any] = {
    "Fault": {"code": "locked", "reason": "This shot is locked."},
    "FilmOut": {
        "id": FILM,
        "title": "The Lane",
        "team": "Lane",
        "why": "To see it once more.",
        "nevers": ["No faces."],
        "declared_year": 2026,
        "rate": "24",
        "width": 1280,
        "height": 720,
        "locked_at": None,
    },
    "MemberOut": {"id": MEMBER, "name": "林遥", "roles": ["director"], "joined_at": AT},
    "ReferenceOut": {
        "id": REFERENCE,
        "name": "lane.jpg",
        "kind": "picture",
        "state": "ready",
        "why": "",
        "maker": "Ada",
        "year": "1998",
        "place": "Xiamen",
        "medium": "photograph",
        "rights": "ours",
        "study": False,
        "cleared_for_generating": True,
        "original": DIGEST,
        "proxy": DIGEST,
        "erased_at": None,
        "facts": {"width": 3000, "height": 2000},
    },
    "ChooseTracks": {"picture": 0, "sounds": [2], "channels": []},
    "SetLightKey": {"frame": 48, "how": "smooth", "light": _LIGHT},
    "MoveLightKey": {"frame": 52},
    "CopyLightKey": {"frame": 96},
    "PaintLight": {
        "points": [[0.5, 0.4, 0.6, 0], [0.55, 0.42, 0.9, 0.2]],
        "width": 0.1,
        "stops": 0.7,
        "softness": 0.6,
        "mask": "on",
    },
    "SetExposure": {"points": [[0, 0], [48, -0.5]]},
    "TakeFrames": {"first": 48, "last": 49, "name": "The turn, lit"},
    "LightReference": {"light": _LIGHT, "name": "The lane at dusk"},
    "LightOut": {
        "draft": DRAFT,
        "keys": [
            {
                "id": KEY,
                "frame": 48,
                "how": "smooth",
                "light": _LIGHT,
                "strokes": 2,
                "set_by": WHO,
            }
        ],
        "exposure": [[0, 0.0], [48, -0.5]],
        "people": 2,
        "rendering": None,
    },
    "StorageOut": {"film": _QUOTA, "member": _QUOTA, "left": 5368709120},
    "AddScene": {"title": "Dusk"},
    "ChangeScene": {"title": "Dusk, rain"},
    "SceneOut": {"id": SCENE, "number": 3, "name": "S03", "title": "Dusk"},
    "AddShot": {"title": "The lamp", "intent": "She waits; the light changes."},
    "ChangeShot": {"title": "The lamp", "intent": "She waits, longer."},
    "MoveShot": {"after": None},
    "ShotOut": {
        "id": SHOT,
        "name": "S03_SH040",
        "number": 40,
        "scene": SCENE,
        "title": "The lamp",
        "intent": "She waits; the light changes.",
        "selected": DRAFT,
        "locked_at": None,
        "wording": DIGEST,
    },
    "DraftOut": {
        "id": DRAFT,
        "shot": SHOT,
        "name": "S03_SH040_v007",
        "version": 7,
        "origin": "uploaded",
        "engine": "",
        "made_at": AT,
        "width": 1280,
        "height": 720,
        "rate": "24",
        "frames": 96,
        "master": DIGEST,
        "proxy": DIGEST,
        "erased_at": None,
    },
    "UploadOut": {
        "id": UPLOAD,
        "shot": SHOT,
        "filename": "lamp.mov",
        "size": 8200000,
        "offset": 8200000,
        "state": "ready",
        "share": 1.0,
        "draft": DRAFT,
        "reason": "",
    },
    "InkOut": {
        "seq": 120,
        "next": None,
        "strokes": [
            {
                "id": NOTE,
                "frame": 48,
                "actor": WHO,
                "tool": "pen",
                "colour": "#e8b04b",
                "width": 40,
                "seq": 118,
                "points": [[100, 200, 512, 10, -10], [30000, 40000, 700, 10, -10]],
            }
        ],
    },
    "CharacterOut": {
        "id": CHARACTER,
        "title": "林遥（1998）",
        "name": "林遥",
        "period": "1998",
        "person": MEMBER,
        "references": [{"reference": REFERENCE, "role": "subject"}],
    },
    "LineOut": {
        "id": LINE,
        "character": CHARACTER,
        "words": "落雨咯。",
        "dialect": "闽南语",
        "translation": "It rains.",
        "take": REFERENCE,
        "start": 0.5,
        "end": 2.5,
        "written_at": AT,
    },
    "BriefIn": {
        "text": "@Image1 at dusk, after rain.",
        "engine": "animatic",
        "width": 1280,
        "height": 720,
        "frames": 96,
        "seed": "1234567890123456789",
        "citations": [{"reference": REFERENCE, "role": "place"}],
    },
    "SendingOut": {"provider": "", "text": "", "references": [], "confirmed": ""},
    "GenerationOut": {
        "id": GENERATION,
        "shot": SHOT,
        "brief": LINE,
        "draft": None,
        "state": "running",
        "progress": 0.4,
        "attempt": 1,
        "seed": "1234567890123456789",
        "error": "",
        "reason": "",
        "asked_at": AT,
    },
    "CompareIn": {"kind": "seeds", "count": 4},
    "ComparisonSendingOut": {
        "groups": [
            {
                "engine": "seedance",
                "count": 4,
                "apart": False,
                "leaves": {
                    "provider": "volcengine",
                    "name": "Volcengine Ark",
                    "where": "Beijing",
                    "kept": "",
                    "text": "@Image1 at dusk, after rain.",
                    "lines": [],
                    "references": [
                        {
                            "reference": REFERENCE,
                            "name": "lane.jpg",
                            "tag": "Image1",
                            "role": "place",
                            "what": "picture",
                            "span": None,
                        }
                    ],
                    "confirmed": "",
                },
            }
        ],
        "confirmed": DIGEST,
    },
    "ComparisonOut": {
        "id": GENERATION,
        "shot": SHOT,
        "kind": "seeds",
        "asked_at": AT,
        "cells": [_CELL],
    },
    "WriteNote": {
        "first": 48,
        "last": 72,
        "kind": "change",
        "text": "Slower, as she turns.",
        "mentions": [MEMBER],
    },
    "WriteNotePart": {"text": "By how much?", "mentions": [MEMBER]},
    "CarryNote": {"draft": LATER},
    "NoteOut": {**_NOTE, "parent": NOTE, "text": "By how much?"},
    "ThreadOut": {**_NOTE, "answers": []},
    "ApproveShotPart": {**_APPROVING, "remark": "So it stays."},
    "ApproveCutPart": {**_APPROVING, "remark": "So it stays."},
    "WithdrawApprovalPart": {"role": "director"},
    "RequestChangesPart": {**_APPROVING, "reason": "The lamp is too warm."},
    "WithdrawRequestPart": {"role": "director"},
    "AnswerNeverPart": {"digest": DIGEST, "never": "No faces.", "holds": True},
    "LockShotPart": {"digest": DIGEST},
    "LockCutPart": {"digest": DIGEST},
    "GateOut": {
        "shot": SHOT,
        "name": "S03_SH040",
        "draft": DRAFT,
        "cut": None,
        "version": None,
        "digest": DIGEST,
        "open": False,
        "locked_at": None,
        "conditions": [
            {
                "code": "approval",
                "holds": False,
                "sentence": "Director: not yet approved.",
                "who": ["林遥"],
                "role": "director",
                "never": "",
                "until": None,
            }
        ],
    },
    "PlanSitting": _PLAN,
    "ChangeSitting": _PLAN,
    "CallOffSitting": {"reason": "The render is late."},
    "TakePresenter": {"hold": LINE},
    "HandOver": {"to": MEMBER},
    "ShowFrames": {"steps": [_STEP]},
    "NoteDecision": _DECIDED,
    "GiveTask": _GIVEN,
    "SittingRow": _SITTING,
    "SittingDecisionOut": {**_DECIDED, "id": DECISION, "member": MEMBER, "at": AT},
    "SittingTaskOut": _DONE,
    "SittingOut": {
        **_SITTING,
        "agenda": _PLAN["agenda"],
        "guests": _PLAN["guests"],
        "presenter": MEMBER,
        "hold": LINE,
        "decisions": [],
        "tasks": [_DONE],
    },
    "SittingRecordOut": {
        "sitting": SITTING,
        "opened_at": AT,
        "ended_at": AT,
        "presenters": ["林遥"],
        "present": [{"member": MEMBER, "came_at": AT, "left_at": AT}],
        "absent": [],
        "shown": [{"draft": DRAFT, "name": "S03_SH040_v007", "digest": DIGEST, "spans": [[0, 96]]}],
        "seen": [{"member": MEMBER, "draft": DRAFT, "digest": DIGEST, "first": 0, "last": 96}],
        "moments": [
            {
                "at": AT,
                "ms": 61000,
                "kind": "approved",
                "who": "林遥",
                "where": "S03_SH040_v007",
                "words": "So it stays.",
                "draft": DRAFT,
                "frame": 48,
                "digest": DIGEST,
            }
        ],
        "tasks": [_DONE],
        "steps": [_STEP],
    },
    "SittingPdfOut": {
        "id": JOB,
        "state": "done",
        "language": "en",
        "queued_at": AT,
        "ended_at": AT,
        "error": "",
    },
    "AddPlace": _PLACE,
    "RecordAgreement": {"agreed": "no"},
    "ShowPlace": {"references": [REFERENCE], "scenes": [SCENE]},
    "PlaceOut": {
        **_PLACE,
        "id": PLACE,
        "agreed": "no",
        "conditions": "",
        "cleared": False,
        "answered_at": AT,
        "references": [REFERENCE],
        "drafts": [],
        "scenes": [SCENE],
    },
    "WithdrawalStepOut": {
        "id": STEP,
        "person": PERSON,
        "release": RELEASE,
        "kind": "removal",
        "due": "2027-01-15",
        "owner": MEMBER,
        "done_at": None,
        "done_by": "",
        "remark": "",
    },
    "CheckInOut": {
        "id": CHECK_IN,
        "person": PERSON,
        "due": "2027-02-01",
        "owner": MEMBER,
        "done_at": AT,
        "done_by": WHO,
        "outcome": "She is well, and asks for a print.",
    },
    "HarmCaseOut": {
        "id": CASE,
        "person": PERSON,
        "words": "They came to my door.",
        "opened_by": f"person:{PERSON}",
        "opened_at": AT,
        "remedy": "withdraw",
        "recalled": COPY,
        "due": "2027-01-02",
        "owner": MEMBER,
        "decided_at": AT,
        "closed_at": None,
        "outcome": "",
    },
    "CopyOut": {
        "id": COPY,
        "venue": "Bamboo Cinema, Xiamen",
        "medium": "cinema",
        "territory": "CN",
        "version": "Festival cut",
        "sent_on": "2026-11-01",
        "until": "2027-03-31",
        "recalled_at": None,
    },
    "RecordLicence": _LICENCE,
    "LicenseWorks": {"references": [REFERENCE]},
    "LicenceOut": {**_LICENCE, "id": LICENCE, "starts_at": AT, "ends_at": None, "state": "live"},
    "WriteDecision": _DECISION,
    "ChangeDecision": _DECISION,
    "Disagree": {"words": "I would have asked them again."},
    "DecisionOut": {
        **_DECISION,
        "id": DECISION,
        "shot": None,
        "instead_shot": None,
        "written_by": WHO,
        "written_at": AT,
        "dissents": [
            {
                "id": NOTE,
                "words": "I would have asked them again.",
                "said_by": WHO,
                "said_at": AT,
            }
        ],
    },
    "LineageOut": {
        "nodes": [
            {
                "id": DRAFT,
                "kind": "draft",
                "name": "S03_SH040_v007",
                "told": "animatic",
                "level": 0,
            },
            {
                "id": REFERENCE,
                "kind": "reference",
                "name": "lane.jpg",
                "told": "Picture",
                "level": 1,
            },
        ],
        "edges": [{"of": REFERENCE, "made": DRAFT}],
        "hands": {"林遥": 2},
        "engines": {"animatic": 1},
    },
    "AddCut": {"title": "The lane at dusk"},
    "RenameCut": {"title": "The lane, longer"},
    "SaveCut": {"made_from": 0, "note": "The first look", "clips": [_CLIP], "sounds": [_SOUND]},
    "CutOut": _CUT,
    "VersionRow": _VERSION,
    "VersionOut": {
        **_VERSION,
        "clips": [_CLIP],
        "sounds": [_SOUND],
        "file": None,
        "file_name": "",
        "left_out": [],
        "render": _RENDER,
        "job": _JOB,
    },
    "ChangesOut": {
        "earlier": 1,
        "later": 2,
        "changes": ["S03_SH040: frames 2–49 instead of 2–59."],
    },
    "MultiPartBodyParams": {"file": "…"},
    "ImportedOut": {"cut": _CUT, "left_out": [_LEFT_OUT]},
    "JobOut": _JOB,
    "ItemOut": {
        "kind": "mention",
        "film": FILM,
        "sentence": "林遥 mentioned you on S03_SH040_v007.",
        "words": "Slower, as she turns.",
        "at": AT,
        "link": f"/films/{FILM}/room/?shot={SHOT}&draft={DRAFT}&frame=48",
        "unread": True,
        "seq": 118,
    },
    "CountOut": {"unread": 3, "seen": {FILM: 120}},
    "ReadIn": {"seen": {FILM: 120}},
}
