"""Imports only, so that Django finds the stages' models."""

from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.accounts.models import Token, User
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.clearance.after import (
    PersonMessage,
    PersonView,
    Venues,
    WithdrawalStep,
)
from slowfilm.clearance.aftercare import CheckIn, Copy, HarmCase
from slowfilm.clearance.models import Release, ReleaseLink, Sighting
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.clearance.works import Decision, Dissent, Licence, Ruling
from slowfilm.cuts.models import Cut, CutClip, CutRender, CutSound, CutVersion
from slowfilm.erasures.models import Erasure
from slowfilm.films.models import Film, Invitation, Member, Policy, Team, TeamRequest
from slowfilm.generations.models import (
    Brief,
    BriefLine,
    Citation,
    Comparison,
    ComparisonCell,
    Generation,
    Permission,
)
from slowfilm.inbox.models import Delivery, Inbox, Webhook
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry, Head
from slowfilm.light.models import DraftFigures, LightExposure, LightKey, LightStroke
from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Character, CharacterReference, Line, Reference
from slowfilm.reviews.models import Note, Stroke, Viewing
from slowfilm.shots.models import Draft, DraftSource, Keyframe, Scene, Shot
from slowfilm.sittings.models import (
    Attending,
    Sitting,
    SittingDecision,
    SittingGuest,
    SittingItem,
    SittingPresence,
    SittingShown,
    SittingTask,
)
from slowfilm.storage import Blob, Holding
from slowfilm.uploads.models import Upload

__all__ = [
    "Abstraction",
    "Approval",
    "Attending",
    "Blob",
    "Brief",
    "BriefLine",
    "ChangeRequest",
    "Character",
    "CharacterReference",
    "CheckIn",
    "Citation",
    "Comparison",
    "ComparisonCell",
    "Copy",
    "Cut",
    "CutClip",
    "CutRender",
    "CutSound",
    "CutVersion",
    "Decision",
    "Delivery",
    "Dissent",
    "Draft",
    "DraftFigures",
    "DraftSource",
    "Entry",
    "Erasure",
    "Film",
    "Generation",
    "HarmCase",
    "Head",
    "Holding",
    "Inbox",
    "Invitation",
    "Job",
    "Keyframe",
    "Licence",
    "LightExposure",
    "LightKey",
    "LightSpace",
    "LightStroke",
    "Line",
    "Lock",
    "Member",
    "NeverAnswer",
    "Note",
    "Permission",
    "Person",
    "PersonMessage",
    "PersonView",
    "Place",
    "Policy",
    "Reference",
    "Release",
    "ReleaseLink",
    "Ruling",
    "Scan",
    "Scene",
    "Shot",
    "Sighting",
    "Sitting",
    "SittingDecision",
    "SittingGuest",
    "SittingItem",
    "SittingPresence",
    "SittingShown",
    "SittingTask",
    "Stroke",
    "Team",
    "TeamRequest",
    "Token",
    "Track",
    "Upload",
    "User",
    "Venues",
    "Viewing",
    "Webhook",
    "WithdrawalStep",
]
