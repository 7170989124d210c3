"""The fixed words of the project: their spelling in files, their labels and their order."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a version stands. `editorial.holding.NEXT` says what may follow."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED = "declined", "Declined"


class Change(TextChoices):
    """What kind of change a version made to the one before it."""

    FIRST = "first", "First version"
    SAFETY = "safety", "Changed for safety"
    FACTS = "facts", "Facts changed"
    WORDING = "wording", "Wording changed"
    REDATE = "redate", "Date corrected"


#: After one of these the page is still the text that was reviewed.
KEEPS_REVIEW = frozenset({Change.WORDING, Change.REDATE})


class Role(TextChoices):
    """What somebody who works here may do; one person may have several."""

    EDITOR = "editor", "Editor"
    REVIEWER = "reviewer", "Reviewer"
    SITE_MANAGER = "site_manager", "Site manager"


class StepKind(TextChoices):
    """What somebody did on the way to a page, where no other row says so."""

    BEGUN = "begun", "Draft begun"
    SUBMITTED = "submitted", "Sent for review"
    TAKEN_BACK = "taken_back", "Taken back from review"
    SENT_BACK = "sent_back", "Sent back"
    DECLINED = "declined", "Declined"
    SCHEDULED = "scheduled", "Scheduled"
    UNSCHEDULED = "unscheduled", "Schedule cancelled"
    STOPPED = "stopped", "Not published when due"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Draft discarded"
    BROUGHT_BACK = "brought_back", "Draft brought back"
    BROUGHT_UP_TO_DATE = "brought_up_to_date", "Draft brought up to date"
    SETTLED = "settled", "Two people’s words joined"
    ARRANGED = "arranged", "Catalogue changed"
    ASSIGNED = "assigned", "Reviewer chosen"
    NEEDS_EDIT = "needs_edit", "Needs an edit"
    INVITED = "invited", "Invited"
    ROLES_CHANGED = "roles_changed", "Roles changed"
    ACCESS_ENDED = "access_ended", "Access ended"
    ACCESS_RETURNED = "access_returned", "Access given back"
    DETAILS_CHANGED = "details_changed", "Details changed"
    PHOTO_ADDED = "photo_added", "Photo added"
    PHOTO_DELETED = "photo_deleted", "Photo deleted"
    CONSENT_GIVEN = "consent_given", "Consent to a photo recorded"
    CONSENT_ENDED = "consent_ended", "Consent to a photo ended"
    HOMEPAGE_CHANGED = "homepage_changed", "Homepage that shows our pages changed"
    SECOND_STEP_CHANGED = "second_step_changed", "Second step of signing in changed"
    REFUSED = "refused", "Refused"


class SectionKind(TextChoices):
    """The sections of a page, in the order patients meet them; the label is the heading."""

    AT_A_GLANCE = "at-a-glance", "At a glance"
    ABOUT = "about", "About the procedure"
    BEFORE = "before", "Before your appointment"
    RECOVERY = "recovery", "Recovery"
    INDICATIONS = "who-it-may-suit", "Who it may suit"
    CONTRAINDICATIONS = "who-should-not-have-it", "Who should not have it"
    SIDE_EFFECTS = "side-effects", "Side effects"
    HELP = "when-to-get-help", "When to get help"
    PROS = "pros", "Pros"
    CONS = "cons", "Cons"
    OPTIONS = "other-options", "Other options"
    UNKNOWN = "what-is-not-known", "What is not known"
    QUESTIONS = "questions-to-ask", "Questions to ask"
    SOURCES = "sources", "Sources"


#: A file without one of these is not loaded.
REQUIRED_SECTIONS = (
    SectionKind.ABOUT,
    SectionKind.RECOVERY,
    SectionKind.INDICATIONS,
    SectionKind.CONTRAINDICATIONS,
    SectionKind.SIDE_EFFECTS,
    SectionKind.PROS,
    SectionKind.CONS,
)

DO_NOT_HAVE = "Do not have it if"
TALK_FIRST = "Talk to us first if"
SERIOUS = "Rare but serious"
EMERGENCY = "Emergency"
SAME_DAY = "Same day"
ANY_TIME = "Any time"
TREATMENT_DAY = "Treatment day"

#: The `###` headings a section may have. Recovery takes any: its stages are named by time.
PARTS: dict[SectionKind, tuple[str, ...]] = {
    SectionKind.CONTRAINDICATIONS: (DO_NOT_HAVE, TALK_FIRST),
    SectionKind.SIDE_EFFECTS: ("Common", "Less common", SERIOUS),
    SectionKind.HELP: (EMERGENCY, SAME_DAY, ANY_TIME),
}


class GlanceKey(TextChoices):
    """The facts "At a glance" may state, in the order patients meet them."""

    SESSION = "Session", "Session"
    NUMBING = "Numbing", "Numbing"
    NUMBER_OF_SESSIONS = "Number of sessions", "Number of sessions"
    TIME_BETWEEN = "Time between sessions", "Time between sessions"
    BACK_TO_NORMAL = "Back to normal", "Back to normal"
    RESULTS_SHOW = "Results show", "Results show"
    RESULTS_LAST = "Results last", "Results last"
    COST = "Cost", "Cost"
    MINIMUM_AGE = "Minimum age", "Minimum age"
    DEVICE = "Device", "Device"
