"""Every page on one page."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from slowfilm.abstractions import views as abstractions
from slowfilm.accounts import views as account_views
from slowfilm.api.routers import api
from slowfilm.approvals import front
from slowfilm.approvals import performance as approvals_performance
from slowfilm.approvals import views as approvals
from slowfilm.archives import views as archives
from slowfilm.clearance import (
    aftercare_views,
    asset_views,
    paper_views,
    preview_views,
    resting_views,
)
from slowfilm.clearance import licence_views as licences
from slowfilm.clearance import people_views as people
from slowfilm.clearance import release_views as signing
from slowfilm.clearance import scan_views as scans
from slowfilm.clearance import sighting_views as sightings
from slowfilm.clearance import work_views as works
from slowfilm.cuts import downloads
from slowfilm.cuts import views as cuts
from slowfilm.demo import views as demo
from slowfilm.erasures import views as erasures
from slowfilm.films import blobs, claim_views, entrance, joining_views, signup
from slowfilm.films import membership_views as memberships
from slowfilm.films import views as films
from slowfilm.generations import beside as generations_beside
from slowfilm.generations import compare_views as comparisons
from slowfilm.generations import engine_views
from slowfilm.generations import views as generations
from slowfilm.inbox import views as inbox
from slowfilm.inbox import webhook_views as webhooks
from slowfilm.library import characters, uses
from slowfilm.library import views as library
from slowfilm.light import exports as light_exports
from slowfilm.light import sheet_views as key_sheet
from slowfilm.light import taking_views as taking
from slowfilm.light import views as light
from slowfilm.references import views as references
from slowfilm.reviews import keeps_views, notes_views
from slowfilm.reviews import views as reviews
from slowfilm.room import views as room
from slowfilm.shots import uploading as drafts
from slowfilm.sittings import views as sittings
from slowfilm.traces import views as traces
from slowfilm.uploads import views as uploads

handler404 = "slowfilm.context_processors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    # ── films, and who is on them ──
    path("", films.films, name="films"),
    path("films/new/", films.create, name="new-film"),
    path("films/<uuid:film_id>/", front.film_front, name="film"),
    path("films/<uuid:film_id>/change/", films.change, name="change-film"),
    path("films/<uuid:film_id>/year/", films.year, name="declare-year"),
    path("films/<uuid:film_id>/policy/", films.policy, name="policy"),
    path("films/<uuid:film_id>/policy/earlier", films.earlier, name="approve-earlier"),
    path("films/<uuid:film_id>/members/", memberships.members, name="members"),
    path("films/<uuid:film_id>/members/leave", memberships.leave, name="leave"),
    path("films/<uuid:film_id>/members/<uuid:member_id>/", memberships.roles, name="roles"),
    path(
        "films/<uuid:film_id>/members/<uuid:member_id>/remove",
        memberships.remove,
        name="remove-member",
    ),
    path("films/<uuid:film_id>/invitations/", memberships.invite, name="invite"),
    path(
        "films/<uuid:film_id>/invitations/<uuid:invitation_id>/withdraw",
        memberships.withdraw,
        name="withdraw-invitation",
    ),
    path("invitations/<str:token>/", entrance.invitation, name="invitation"),
    path("places/<str:token>/", claim_views.claim, name="claim"),
    path("films/<uuid:film_id>/team", joining_views.answer, name="answer-team"),
    path("demo-sign-in/<str:token>/", demo.demo_sign_in, name="demo-sign-in"),
    path("language/", set_language, name="set_language"),
    path("api/", api.urls),
    # ── signing in: of allauth's pages those that are used ──
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/signup/", signup.signup, name="account_signup"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/sent/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(  # the key has dashes of its own, so where the id ends is said
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/", include("allauth.mfa.urls")),
    # allauth's own place for it is the one where the password is asked
    path("account/reauthenticate/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/yourself/", account_views.yourself, name="yourself"),
    # ── references, and the bytes of everything ──
    path("films/<uuid:film_id>/media/<str:digest>", blobs.blob, name="media"),
    path("films/<uuid:film_id>/uploads/", references.endpoint.uploads, name="uploads"),
    path(
        "films/<uuid:film_id>/uploads/<uuid:upload_id>", references.endpoint.upload, name="upload"
    ),
    path("films/<uuid:film_id>/uploads/standing", uploads.standing, name="standing"),
    path("films/<uuid:film_id>/references/", library.library, name="references"),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/",
        library.reference,
        name="reference",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/uses",
        uses.uses,
        name="reference-uses",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/card",
        library.card,
        name="reference-card",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/retry",
        references.retry,
        name="retry-reference",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/remove",
        references.remove,
        name="remove-reference",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/strip",
        references.strip,
        name="strip-reference",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/tracks",
        references.choose_tracks,
        name="choose-tracks",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/declare-nobody",
        sightings.declare_nobody,
        name="declare-nobody",
    ),
    # ── light in the place of what may not be shown ──
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/abstract/",
        abstractions.abstract,
        name="abstract",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/abstract/made",
        abstractions.make_abstraction,
        name="make-abstraction",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/abstract/preview",
        abstractions.preview,
        name="preview-abstraction",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/again",
        abstractions.again,
        name="render-again",
    ),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/unmake",
        abstractions.remove,
        name="remove-unmade",
    ),
    path("films/<uuid:film_id>/light-spaces/new/", abstractions.light_space, name="light-space"),
    path(
        "films/<uuid:film_id>/light-spaces/",
        abstractions.make_light_space,
        name="make-light-space",
    ),
    # ── people: who is in what, and what they agreed to ──
    path("films/<uuid:film_id>/people/", people.people, name="people"),
    path("films/<uuid:film_id>/people/named", sightings.name_people, name="name-people"),
    path("films/<uuid:film_id>/people/<uuid:person_id>/", people.person, name="person"),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/asset",
        asset_views.set_asset,
        name="set-asset",
    ),
    path("films/<uuid:film_id>/people/<uuid:person_id>/ask/", people.ask, name="ask-release"),
    path("films/<uuid:film_id>/people/<uuid:person_id>/give/", people.give, name="give-release"),
    path(
        "films/<uuid:film_id>/release-links/<uuid:link_id>/revoke",
        people.revoke,
        name="revoke-link",
    ),
    path("films/<uuid:film_id>/releases/<uuid:release_id>/", people.paper_page, name="paper"),
    path(
        "films/<uuid:film_id>/releases/<uuid:release_id>/withdraw",
        people.withdraw,
        name="withdraw-release",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/people/",
        sightings.draft_people,
        name="draft-people",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/paper/",
        paper_views.signed_paper,
        name="signed-paper",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/link",
        paper_views.lasting_link,
        name="lasting-link",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/rests/", resting_views.resting, name="resting"
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/rests/csv",
        resting_views.as_csv,
        name="rests-csv",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/rests/act",
        resting_views.act_on,
        name="people-act",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/rests/after",
        aftercare_views.act_after,
        name="people-after",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/erasure/",
        erasures.erasure_page,
        name="erasure",
    ),
    path(
        "films/<uuid:film_id>/people/<uuid:person_id>/erasure/act",
        erasures.act_erasure,
        name="act-erasure",
    ),
    path("release/<str:secret>/", signing.release, name="release"),
    path(
        "release/<str:secret>/previews/<slug:name>",
        preview_views.preview,
        name="release-preview",
    ),
    path("release/<str:secret>/voice/<slug:name>", preview_views.voice, name="release-voice"),
    path(
        "release/<str:secret>/pictures/<uuid:draft_id>",
        resting_views.picture,
        name="release-picture",
    ),
    # ── what a scan found ──
    path("films/<uuid:film_id>/scans/again", scans.scan_again, name="scan-again"),
    path("films/<uuid:film_id>/found/name", scans.name, name="name-tracks"),
    path("films/<uuid:film_id>/found/place", scans.set_place, name="place-tracks"),
    path("films/<uuid:film_id>/found/doubt", scans.doubt, name="doubt-tracks"),
    path("films/<uuid:film_id>/found/dismiss", scans.dismiss, name="dismiss-tracks"),
    path("films/<uuid:film_id>/found/restore", scans.restore, name="restore-tracks"),
    path("films/<uuid:film_id>/found/add", scans.add, name="add-track"),
    # ── works, places, decisions, and where everything comes from ──
    path("films/<uuid:film_id>/places/", works.places, name="places"),
    path("films/<uuid:film_id>/places/<uuid:place_id>/agreed", works.agree, name="agree-place"),
    path("films/<uuid:film_id>/places/<uuid:place_id>/shown", works.show, name="show-place"),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/rights/",
        works.reference_rights,
        name="reference-rights",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/rights/",
        works.draft_rights,
        name="draft-rights",
    ),
    path("films/<uuid:film_id>/works/", licences.works, name="works"),
    path("films/<uuid:film_id>/licences/", licences.license_works, name="license"),
    path(
        "films/<uuid:film_id>/licences/<uuid:licence_id>/withdraw",
        licences.withdraw_licence,
        name="withdraw-licence",
    ),
    path("films/<uuid:film_id>/rulings/", works.rule, name="rule"),
    path("films/<uuid:film_id>/decisions/", works.decision_list, name="decisions"),
    path("films/<uuid:film_id>/decisions/new/", works.decide, name="decide"),
    path(
        "films/<uuid:film_id>/decisions/<uuid:decision_id>/change/",
        works.decide,
        name="change-decision",
    ),
    path(
        "films/<uuid:film_id>/decisions/<uuid:decision_id>/dissent",
        works.dissent,
        name="dissent",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/lineage/",
        traces.lineage_page,
        name="lineage",
    ),
    path(
        "films/<uuid:film_id>/made-from/<slug:what>/<uuid:root_id>/",
        traces.made_from_page,
        name="made-from",
    ),
    path("films/<uuid:film_id>/title/", traces.film_title, name="film-title"),
    path("films/<uuid:film_id>/title/pdf", traces.ask_pdf, name="title-pdf"),
    path("films/<uuid:film_id>/shots/<uuid:shot_id>/title/", traces.shot_title, name="shot-title"),
    # ── characters, and what they say ──
    path("films/<uuid:film_id>/characters/", characters.characters, name="characters"),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/",
        characters.character,
        name="character",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/remove",
        characters.remove,
        name="remove-character",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/references/",
        characters.give,
        name="give-reference",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/references/<uuid:material_id>/first",
        characters.first,
        name="reference-first",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/references/<uuid:material_id>/remove",
        characters.take_away,
        name="take-reference-away",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/lines/",
        characters.write,
        name="write-line",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/lines/<uuid:line_id>",
        characters.rewrite,
        name="rewrite-line",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/lines/<uuid:line_id>/remove",
        characters.unwrite,
        name="remove-line",
    ),
    path(
        "films/<uuid:film_id>/characters/<uuid:character_id>/transcript",
        characters.transcript,
        name="transcript",
    ),
    # ── the review room: a film's front door ──
    path("films/<uuid:film_id>/room/", room.room, name="room"),
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/", room.draft, name="draft"),
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/ink", reviews.ink, name="ink"),
    # ── light ──
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/light/", light.light, name="light"),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/light/strokes",
        light.strokes,
        name="light-strokes",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/light/people/<int:group>",
        light.mattes,
        name="light-mattes",
    ),
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/light/people", light.ways, name="light-ways"),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/light/render/",
        light.render,
        name="render-light",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/frames/<int:number>.rgb10",
        light.frame,
        name="draft-frame",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/frames/<int:number>.png",
        light_exports.still,
        name="draft-still",
    ),
    path(
        "films/<uuid:film_id>/light-keys/<uuid:key_id>/file.<slug:form>",
        light_exports.key_file,
        name="light-key-file",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/frames/<int:number>.jpg",
        light_exports.shown,
        name="draft-lit",
    ),
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/take", taking.take, name="take-frames"),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/light",
        taking.light,
        name="light-reference",
    ),
    path("films/<uuid:film_id>/scenes/<uuid:scene_id>/keys/", key_sheet.keys, name="key-sheet"),
    path(
        "films/<uuid:film_id>/scenes/<uuid:scene_id>/keys/pdf",
        key_sheet.ask_pdf,
        name="key-sheet-pdf",
    ),
    path("films/<uuid:film_id>/light/cube", light_exports.read_cube, name="read-cube"),
    # ── a film's notes, on a page and as files ──
    path("films/<uuid:film_id>/notes/", notes_views.notes, name="notes"),
    path("films/<uuid:film_id>/keeps/", keeps_views.keeps, name="keeps"),
    path("films/<uuid:film_id>/notes/csv", notes_views.as_csv, name="notes-csv"),
    path("films/<uuid:film_id>/notes/pdf", notes_views.ask_pdf, name="notes-pdf"),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/notes/<slug:form>",
        notes_views.as_markers,
        name="notes-markers",
    ),
    # ── briefs, drafts made elsewhere, and the queue ──
    path("films/<uuid:film_id>/shots/<uuid:shot_id>/brief/", generations.brief, name="brief"),
    path(
        "films/<uuid:film_id>/shots/<uuid:shot_id>/uploads/",
        drafts.endpoint.uploads,
        name="draft-uploads",
    ),
    path(
        "films/<uuid:film_id>/shots/<uuid:shot_id>/uploads/<uuid:upload_id>",
        drafts.endpoint.upload,
        name="draft-upload",
    ),
    path("films/<uuid:film_id>/shots/<uuid:shot_id>/layout", generations.layout, name="layout"),
    path(
        "films/<uuid:film_id>/references/<uuid:reference_id>/choice",
        generations.choice,
        name="reference-choice",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/beside/<slug:tag>/",
        generations_beside.beside,
        name="beside",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/inputs/",
        generations.inputs,
        name="draft-inputs",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/inputs/panel",
        generations.inputs_panel,
        name="draft-inputs-panel",
    ),
    path("films/<uuid:film_id>/engines/", engine_views.engine_pages, name="engines"),
    path("films/<uuid:film_id>/engines/permit", engine_views.permit, name="permit-engine"),
    path(
        "films/<uuid:film_id>/engines/permissions/<uuid:permission_id>/withdraw",
        engine_views.withdraw,
        name="withdraw-permission",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/workflow",
        generations.workflow,
        name="draft-workflow",
    ),
    path("films/<uuid:film_id>/generations/", generations.generations, name="generations"),
    path("films/<uuid:film_id>/generations/rows/", generations.rows, name="generation-rows"),
    path(
        "films/<uuid:film_id>/generations/<uuid:generation_id>/cancel",
        generations.cancel,
        name="cancel-generation",
    ),
    path(
        "films/<uuid:film_id>/generations/<uuid:generation_id>/again",
        generations.again,
        name="queue-again",
    ),
    # ── drafts side by side ──
    path(
        "films/<uuid:film_id>/generations/<uuid:generation_id>/compare/",
        comparisons.ask,
        name="compare",
    ),
    path(
        "films/<uuid:film_id>/comparisons/<uuid:comparison_id>/",
        comparisons.comparison,
        name="comparison",
    ),
    path(
        "films/<uuid:film_id>/comparisons/<uuid:comparison_id>/cells/",
        comparisons.cells,
        name="comparison-cells",
    ),
    path(
        "films/<uuid:film_id>/comparisons/<uuid:comparison_id>/drafts/<uuid:draft_id>/select",
        comparisons.select,
        name="comparison-select",
    ),
    # ── cuts ──
    path("films/<uuid:film_id>/cuts/", cuts.cuts, name="cuts"),
    path("films/<uuid:film_id>/cuts/import", cuts.import_cut, name="import-cut"),
    path("films/<uuid:film_id>/cuts/<uuid:cut_id>/", cuts.cut, name="cut"),
    path(
        "films/<uuid:film_id>/cuts/<uuid:cut_id>/versions/<int:number>/export",
        downloads.export,
        name="export-cut",
    ),
    path(
        "films/<uuid:film_id>/cuts/<uuid:cut_id>/versions/<int:number>/download/<slug:form>",
        downloads.rendered,
        name="download-cut",
    ),
    path(
        "films/<uuid:film_id>/drafts/<uuid:draft_id>/download/<slug:form>",
        downloads.draft,
        name="download-draft",
    ),
    path("films/<uuid:film_id>/cuts/<uuid:cut_id>/paint", cuts.paint, name="cut-paint"),
    path("films/<uuid:film_id>/cuts/<uuid:cut_id>/versions/", cuts.save, name="save-cut"),
    path(
        "films/<uuid:film_id>/cuts/<uuid:cut_id>/versions/panel", cuts.versions, name="cut-versions"
    ),
    # ── sittings ──
    path("films/<uuid:film_id>/sittings/", sittings.sittings, name="sittings"),
    path("films/<uuid:film_id>/sittings/new/", sittings.plan, name="plan-sitting"),
    path("films/<uuid:film_id>/sittings/<uuid:sitting_id>/", sittings.sitting, name="sitting"),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/change/",
        sittings.change,
        name="change-sitting",
    ),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/call-off",
        sittings.call_off,
        name="call-off-sitting",
    ),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/calendar",
        sittings.calendar,
        name="sitting-calendar",
    ),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/attending",
        sittings.attending,
        name="attending",
    ),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/replay/",
        sittings.replay,
        name="replay-sitting",
    ),
    path(
        "films/<uuid:film_id>/sittings/<uuid:sitting_id>/pdf", sittings.ask_pdf, name="sitting-pdf"
    ),
    path("films/<uuid:film_id>/tasks/<uuid:task_id>", sittings.task, name="sitting-task"),
    # ── the gate ──
    path("films/<uuid:film_id>/shots/<uuid:shot_id>/gate/", approvals.gate_page, name="gate"),
    path(
        "films/<uuid:film_id>/shots/<uuid:shot_id>/performance/",
        approvals_performance.performance,
        name="performance",
    ),
    path(
        "films/<uuid:film_id>/shots/<uuid:shot_id>/gate/panel",
        approvals.gate_panel,
        name="gate-panel",
    ),
    *(
        path(
            f"films/<uuid:film_id>/shots/<uuid:shot_id>/{act}/",
            approvals.act_on_shot,
            {"act": act},
            name=f"shot-{act}",
        )
        for act in approvals.DEEDS
    ),
    path("films/<uuid:film_id>/cuts/<uuid:cut_id>/gate/", approvals.cut_gate, name="cut-gate"),
    path(
        "films/<uuid:film_id>/cuts/<uuid:cut_id>/gate/panel",
        approvals.cut_gate_panel,
        name="cut-gate-panel",
    ),
    *(
        path(
            f"films/<uuid:film_id>/cuts/<uuid:cut_id>/gate/{act}",
            approvals.act_on_cut,
            {"act": act},
            name=f"cut-{act}",
        )
        for act in approvals.DEEDS
    ),
    # ── what concerns one, and word of it elsewhere ──
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count", inbox.count, name="inbox-count"),
    path("inbox/read", inbox.read, name="inbox-read"),
    path("inbox/<uuid:member_id>/letter", inbox.letter, name="daily-letter"),
    path("letters/<str:token>/off", inbox.letters_off, name="letters-off"),
    path("films/<uuid:film_id>/webhooks/", webhooks.webhooks, name="webhooks"),
    path(
        "films/<uuid:film_id>/webhooks/<uuid:webhook_id>/remove",
        webhooks.remove,
        name="remove-webhook",
    ),
    # ── the film as one file ──
    path("films/<uuid:film_id>/archive/", archives.archive, name="archive"),
    path("films/<uuid:film_id>/archive/stand", archives.stand, name="archive-stand"),
]
