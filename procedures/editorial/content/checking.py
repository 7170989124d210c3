"""Content files → findings. Nothing here needs a database, and nothing is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from procedures.editorial.files import folder
from procedures.editorial.files.folder import ContentFolder, ProcedureFolder
from procedures.editorial.files.glossary import glossary
from procedures.text.checks.allowances import Allowance, unused
from procedures.text.checks.allowances import parse as parse_allowances
from procedures.text.checks.findings import Finding, Level
from procedures.text.checks.reading import Clinic, Reading, read
from procedures.text.checks.rules import judge
from procedures.text.format.allowed import Pictures
from procedures.text.format.parse import parse
from procedures.text.grammar.faults import ContentRefused, Fault
from procedures.text.showing import drawings

#: What stands in a content folder beside the procedures: findings that are allowed.
CHECKS = "checks.yaml"

#: The rule of a finding that says why a file cannot be loaded.
FORMAT = "format"


@dataclass
class Report:
    """`pages` are the texts that were judged, by path; `findings` those no allowance covers."""

    pages: dict[str, Reading] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    allowed: int = 0


def check(paths: Iterable[Path], *, today: date, clinic: Clinic) -> Report:
    """Judge content folders, folders of procedures, or single files.

    Of a procedure only the version patients see is judged, unless its file is named. A file
    the site would refuse is a finding, as is an allowance that nothing needs.
    """
    report = Report()
    for path in paths:
        _Check(_asked(path), today, clinic, report).run()
    report.findings = sorted(set(report.findings))
    return report


@dataclass(frozen=True)
class _Asked:
    """What a path asks for: all that `root` holds, one procedure of it, or one file of that."""

    root: Path
    slug: str = ""
    file: Path | None = None


def _asked(path: Path) -> _Asked:
    if path.is_file():
        path = path if path.parent.name else path.absolute()
        return _Asked(path.parent.parent, path.parent.name, path)
    if _newest(path):
        path = path if path.name else path.absolute()
        return _Asked(path.parent, path.name)
    return _Asked(path)


def _newest(path: Path) -> Path | None:
    """The file with the highest number in a folder that has numbered files."""
    return max(filter(folder.number, path.glob("*.md")), key=folder.number, default=None)


def _current(found: ProcedureFolder) -> Path | None:
    """The file of the version patients see; None where that was withdrawn or redacted."""
    gone = {row.number for row in found.register.rows()}
    newest = max([*found.versions, *gone], default=0)
    return None if newest in gone else found.versions.get(newest)


class _Check:
    """Of what one path asks for."""

    def __init__(self, asked: _Asked, today: date, clinic: Clinic, report: Report) -> None:
        self.asked = asked
        self.today = today
        self.clinic = replace(clinic, glossary=glossary(asked.root))
        self.report = report
        self.findings: list[tuple[str, Finding]] = []
        self.refused: set[str] = set()
        around = asked.slug == "" or (asked.root / "catalogue.yaml").is_file()
        self.content = folder.read(asked.root) if around else ContentFolder(asked.root)

    def run(self) -> None:
        within = self.asked.root / self.asked.slug
        for fault in self.content.faults:
            if Path(fault.path).is_relative_to(within):
                self.refuse("", fault)
        files = dict(self.files())
        for slug, path in files.items():
            self.judge(slug, path)
        for allowance in self.allowances():
            covered = [one for one in self.findings if allowance.covers(*one)]
            self.findings = [one for one in self.findings if one not in covered]
            self.report.allowed += len(covered)
            if not covered and self.needs(allowance, files):
                self.refuse("", unused(allowance, str(self.asked.root / CHECKS)))
        self.report.findings += [finding for _, finding in self.findings]

    def files(self) -> Iterator[tuple[str, Path]]:
        """The file to judge of each procedure."""
        slug, file = self.asked.slug, self.asked.file
        if file is None and slug and slug not in self.content.procedures:
            file = _newest(self.asked.root / slug)
        if file is not None:
            yield slug, file
            return
        for one, found in self.content.procedures.items():
            path = _current(found)
            if path is not None and slug in ("", one):
                yield one, path

    def judge(self, slug: str, path: Path) -> None:
        raw = path.read_bytes()
        try:
            document = parse(raw, str(path), today=self.today, pictures=self.pictures(slug))
        except ContentRefused as refused:
            self.refused.add(slug)
            for fault in refused.faults:
                self.refuse(slug, fault)
            return
        reading = read(raw.decode(), document, self.clinic)
        self.report.pages[str(path)] = reading
        self.findings += [(slug, finding) for finding in judge(reading, str(path))]

    def pictures(self, slug: str) -> Pictures | None:
        """What the text may name; None where the content folder around it is not there."""
        found = self.content.procedures.get(slug)
        if found is None:
            return None
        return Pictures(frozenset(found.photos), drawings.known(), self.content.slugs)

    def allowances(self) -> tuple[Allowance, ...]:
        path = self.asked.root / CHECKS
        if not self.content.procedures or not path.is_file():
            return ()
        try:
            return parse_allowances(path.read_bytes(), str(path))
        except ContentRefused as refused:
            for fault in refused.faults:
                self.refuse("", fault)
            return ()

    def needs(self, allowance: Allowance, files: dict[str, Path]) -> bool:
        """Whether the allowance is for a text that was judged, or for none there is."""
        if allowance.procedure in self.refused:
            return False
        if not self.asked.slug:
            return True
        found = self.content.procedures[self.asked.slug]
        judged = files.get(allowance.procedure)
        return judged is not None and judged.name == getattr(_current(found), "name", "")

    def refuse(self, slug: str, fault: Fault) -> None:
        """Tell a fault as a finding that nothing can allow."""
        finding = Finding(
            fault.path,
            fault.line,
            FORMAT,
            Level.ERROR,
            words=fault.what,
            why="The site refuses to load this.",
            suggestion=fault.mend,
            sentence=fault.what,
        )
        self.findings.append((slug, finding))
