"""What is stored, and what can never be true."""

from procedures.models import triggers
from procedures.models.draft import Conflict, Manuscript, Profile
from procedures.models.embed import EmbedSite, Theme
from procedures.models.generation import Generation
from procedures.models.photo import Consent, Photo
from procedures.models.procedure import FormerSlug, Group, Procedure
from procedures.models.records import Approval, Redaction, RegisterEntry, Review, Withdrawal
from procedures.models.search import Posting, Slip, Word
from procedures.models.step import Schedule, Step
from procedures.models.upkeep import Backup, Checkup, Link, Reminder, Run
from procedures.models.version import Fact, Section, Source, Version

__all__ = [
    "Approval",
    "Backup",
    "Checkup",
    "Conflict",
    "Consent",
    "EmbedSite",
    "Fact",
    "FormerSlug",
    "Generation",
    "Group",
    "Link",
    "Manuscript",
    "Photo",
    "Posting",
    "Procedure",
    "Profile",
    "Redaction",
    "RegisterEntry",
    "Reminder",
    "Review",
    "Run",
    "Schedule",
    "Section",
    "Slip",
    "Source",
    "Step",
    "Theme",
    "Version",
    "Withdrawal",
    "Word",
    "triggers",
]
