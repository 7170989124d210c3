"""What is stored, and what can never be true."""

from procedures.models import triggers
from procedures.models.photo import Photo
from procedures.models.procedure import FormerSlug, Group, Procedure
from procedures.models.records import Approval, Redaction, RegisterEntry, Review, Withdrawal
from procedures.models.version import Fact, Section, Source, Version

__all__ = [
    "Approval",
    "Fact",
    "FormerSlug",
    "Group",
    "Photo",
    "Procedure",
    "Redaction",
    "RegisterEntry",
    "Review",
    "Section",
    "Source",
    "Version",
    "Withdrawal",
    "triggers",
]
