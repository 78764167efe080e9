// Generated from slowfilm/ledger/events.py and passing.py by `manage.py vocabulary`. Do not edit.

/** @typedef {object} DrawStroke
 * @property {string} draft
 * @property {number} frame
 * @property {"pen"|"marker"} tool
 * @property {string} colour
 * @property {number} width
 * @property {Array<[number, number, number, number, number]>} points
 */

/** @typedef {object} EraseStroke
 * @property {string} stroke
 */

/** @typedef {object} RestoreStroke
 * @property {string} stroke
 */

/** @typedef {object} WriteNote
 * @property {string} draft
 * @property {number} first
 * @property {number} last
 * @property {"change"|"question"|"keep"} kind
 * @property {string} text
 * @property {string} [reason]
 * @property {string|null} [parent]
 * @property {Array<string>} [mentions]
 */

/** @typedef {object} ResolveNote
 * @property {string} note
 */

/** @typedef {object} ReopenNote
 * @property {string} note
 */

/** @typedef {object} AddScene
 * @property {string} [title]
 */

/** @typedef {object} AddShot
 * @property {string} scene
 * @property {string} [title]
 * @property {string} [intent]
 */

/** @typedef {object} SelectDraft
 * @property {string} draft
 */

/** @typedef {object} CancelGeneration
 * @property {string} generation
 */

/** @typedef {object} DeclareNobody
 * @property {string} reference
 */

/** @typedef {object} RetryReference
 * @property {string} reference
 */

/** @typedef {object} ApproveShot
 * @property {string} shot
 * @property {string} digest
 * @property {string} role
 * @property {string} [remark]
 */

/** @typedef {object} WithdrawApproval
 * @property {string} shot
 * @property {string} role
 */

/** @typedef {object} LockShot
 * @property {string} shot
 * @property {string} digest
 */

/** @typedef {object} StrokeDrawn
 * @property {string} draft
 * @property {number} frame
 * @property {string} tool
 * @property {string} colour
 * @property {number} width
 * @property {Array<[number, number, number, number, number]>} points
 */

/** @typedef {object} StrokeErased
 * @property {string} stroke
 * @property {string} draft
 * @property {number} frame
 */

/** @typedef {object} StrokeRestored
 * @property {string} stroke
 * @property {string} draft
 * @property {number} frame
 */

/** @typedef {object} NoteWritten
 * @property {string} draft
 * @property {number} first
 * @property {number} last
 * @property {"change"|"question"|"keep"} kind
 * @property {string} text
 * @property {string} reason
 * @property {string|null} parent
 * @property {Array<string>} mentions
 */

/** @typedef {object} NoteResolved
 * @property {string} note
 * @property {string} draft
 */

/** @typedef {object} NoteReopened
 * @property {string} note
 * @property {string} draft
 */

/** @typedef {object} SceneAdded
 * @property {number} number
 * @property {string} title
 */

/** @typedef {object} ShotAdded
 * @property {string} scene
 * @property {number} number
 * @property {string} name
 * @property {string} title
 * @property {string} intent
 */

/** @typedef {object} DraftMade
 * @property {string} draft
 * @property {string} shot
 * @property {number} version
 * @property {string} name
 * @property {"generated"|"uploaded"|"relit"} origin
 * @property {string} engine
 * @property {string} master
 * @property {number} frames
 * @property {string} rate
 * @property {string|null} [generation]
 * @property {string|null} [upload]
 */

/** @typedef {object} DraftUploadStarted
 * @property {string} shot
 * @property {string} filename
 */

/** @typedef {object} DraftUploadFailed
 * @property {string} shot
 * @property {string} upload
 * @property {string} filename
 * @property {string} error
 */

/** @typedef {object} DraftSelected
 * @property {string} shot
 * @property {string} draft
 */

/** @typedef {object} GenerationQueued
 * @property {string} shot
 * @property {string} brief
 * @property {string} engine
 * @property {string} text
 * @property {Array<string>} references
 */

/** @typedef {object} GenerationStarted
 * @property {string} generation
 * @property {string} shot
 * @property {number} attempt
 */

/** @typedef {object} CancelAsked
 * @property {string} generation
 * @property {string} shot
 */

/** @typedef {object} GenerationEnded
 * @property {string} generation
 * @property {string} shot
 * @property {"done"|"failed"|"cancelled"} state
 * @property {string} [error]
 * @property {string|null} [draft]
 */

/** @typedef {object} ReferenceAdded
 * @property {string} reference
 * @property {string} name
 * @property {boolean} study
 */

/** @typedef {object} ReferenceDescribed
 * @property {string} reference
 * @property {string} name
 * @property {string} maker
 * @property {string} year
 * @property {string} place
 * @property {string} medium
 * @property {string} rights
 * @property {boolean} study
 */

/** @typedef {object} ReferencePrepared
 * @property {string} reference
 * @property {"picture"|"video"|"sound"} kind
 * @property {string} digest
 */

/** @typedef {object} ReferenceFailed
 * @property {string} reference
 * @property {string} error
 */

/** @typedef {object} ReferenceRetried
 * @property {string} reference
 */

/** @typedef {object} NobodyDeclared
 * @property {string} reference
 */

/** @typedef {object} FilmFounded
 * @property {string} title
 * @property {string} team
 */

/** @typedef {object} FilmChanged
 * @property {string} title
 * @property {string} why
 * @property {Array<string>} nevers
 */

/** @typedef {object} YearDeclared
 * @property {number|null} year
 * @property {string} opt_out
 */

/** @typedef {object} PolicyChanged
 * @property {Array<string>} approving
 * @property {number} waiting_days
 * @property {boolean} change_notes_closed
 */

/** @typedef {object} MemberInvited
 * @property {string} invitation
 * @property {Array<string>} roles
 */

/** @typedef {object} InvitationWithdrawn
 * @property {string} invitation
 */

/** @typedef {object} MemberJoined
 * @property {string} member
 * @property {string} name
 * @property {Array<string>} roles
 */

/** @typedef {object} RolesChanged
 * @property {string} member
 * @property {Array<string>} roles
 */

/** @typedef {object} MemberRemoved
 * @property {string} member
 */

/** @typedef {object} FilmBroughtIn
 * @property {number} entries
 * @property {string} head
 */

/** @typedef {object} ShotApproved
 * @property {string} shot
 * @property {string} draft
 * @property {string} digest
 * @property {string} role
 * @property {string} remark
 */

/** @typedef {object} ApprovalWithdrawn
 * @property {string} shot
 * @property {string} role
 */

/** @typedef {object} ShotLocked
 * @property {string} shot
 * @property {string} draft
 * @property {string} digest
 */

/** @typedef {object} Here
 * @property {string|null} [draft]
 * @property {boolean} [away]
 */

/** @typedef {object} Playhead
 * @property {string} draft
 * @property {number} frame
 * @property {boolean} [playing]
 * @property {number} [speed]
 * @property {boolean} [presenting]
 */

/** @typedef {object} Pointer
 * @property {string} draft
 * @property {number} frame
 * @property {number} x
 * @property {number} y
 * @property {"point"|"ink"|"light"} [mode]
 */

/** @typedef {object} Ink
 * @property {string} draft
 * @property {number} frame
 * @property {string} stroke
 * @property {"pen"|"marker"} tool
 * @property {string} colour
 * @property {number} width
 * @property {number} [start]
 * @property {Array<[number, number, number, number, number]>} points
 */

/** @typedef {object} Typing
 * @property {string} draft
 * @property {string} [text]
 */

export const COMMANDS = Object.freeze([
  "draw-stroke",
  "erase-stroke",
  "restore-stroke",
  "write-note",
  "resolve-note",
  "reopen-note",
  "add-scene",
  "add-shot",
  "select-draft",
  "cancel-generation",
  "declare-nobody",
  "retry-reference",
  "approve-shot",
  "withdraw-approval",
  "lock-shot",
]);

export const FACTS = Object.freeze([
  "stroke-drawn",
  "stroke-erased",
  "stroke-restored",
  "note-written",
  "note-resolved",
  "note-reopened",
  "scene-added",
  "shot-added",
  "draft-made",
  "draft-upload-started",
  "draft-upload-failed",
  "draft-selected",
  "generation-queued",
  "generation-started",
  "cancel-asked",
  "generation-ended",
  "reference-added",
  "reference-described",
  "reference-prepared",
  "reference-failed",
  "reference-retried",
  "nobody-declared",
  "film-founded",
  "film-changed",
  "year-declared",
  "policy-changed",
  "member-invited",
  "invitation-withdrawn",
  "member-joined",
  "roles-changed",
  "member-removed",
  "film-brought-in",
  "shot-approved",
  "approval-withdrawn",
  "shot-locked",
]);

export const PASSING = Object.freeze([
  "here",
  "playhead",
  "pointer",
  "ink",
  "typing",
]);
