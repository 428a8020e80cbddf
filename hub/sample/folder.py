"""Reading a folder of content files as a whole: every file, then what the files say of one another."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hub.models import Page
from members.known_countries import known_country
from members.models import Country
from practices.models import Practice
from publishing.models import Tag, Theme

from . import adoptions, committee, contributions, files
from .fields import Fields, kind_of
from .nodes import Mapping, Sequence, read_tree
from .problems import BrokenContent, Place, Problems
from .records import CountryRecord, Record, Sample

READERS: Final[dict[str, Callable[[Fields, files.Mentions], Record]]] = {
    "countries": files.country,
    "practices": files.practice,
    "reforms": files.reform,
    "pages": files.page,
    "documents": files.document,
    "adoptions": adoptions.read,
    "contributions": contributions.read,
    "decisions": committee.read_decision,
    "mandates": committee.read_mandate,
}
"""The folders and what reads a file of theirs."""
TAGS: Final = "tags.yaml"
GLOSSARY: Final = "glossary.yaml"
SYNONYMS: Final = "synonyms.yaml"
FILES: Final = (TAGS, GLOSSARY, SYNONYMS)
READ_ME: Final = {"README.md", "README", "LICENSE", "LICENSE.md"}


def read_folder(folder: Path) -> Sample:
    """All content of the folder; raises BrokenContent with every fault of every file."""
    problems, mentions, sample = Problems(), files.Mentions(), Sample()
    if not folder.is_dir():
        problems.add(Place(folder), "folder", "is not a folder" if folder.exists() else "does not exist")
        raise BrokenContent(problems.listed())
    _note_strangers(folder, problems)
    tags = folder / TAGS
    if tags.exists():
        sample.tags.extend(_read_tags(tags, problems))
    for name, reader in READERS.items():
        getattr(sample, name).extend(_read_kind(folder / name, reader, mentions, problems))
    glossary = folder / GLOSSARY
    if glossary.exists():
        sample.terms.extend(_read_glossary(glossary, problems))
    synonyms = folder / SYNONYMS
    if synonyms.exists():
        sample.synonyms.extend(_read_synonyms(synonyms, problems))
    if (
        not problems
        and not any((folder / name).exists() for name in FILES)
        and not any(getattr(sample, name) for name in READERS)
    ):
        problems.add(
            Place(folder),
            "folder",
            f"holds no content (looked for {', '.join(FILES)} and {', '.join(f'{name}/*.yaml' for name in READERS)})",
        )
    _hold_against_the_rest(sample, mentions, problems)
    if problems:
        raise BrokenContent(problems.listed())
    _add_bare_countries(sample, mentions)
    return sample


def _read_kind(
    folder: Path, reader: Callable[[Fields, files.Mentions], Record], mentions: files.Mentions, problems: Problems
) -> list[Any]:
    records: list[Record] = []
    seen: dict[str, Place] = {}
    for file in sorted(folder.glob("*.yaml")):
        tree = read_tree(file, problems)
        if tree is None:
            continue
        if not isinstance(tree, Mapping):
            problems.add(tree.place, "file", f"must be a mapping, is {kind_of(tree)}")
            continue
        fields = Fields(tree, "", problems)
        record = reader(fields, mentions)
        fields.finish()
        records.append(record)
        _check_name(record, file, seen, fields)
    return records


def _check_name(record: Record, file: Path, seen: dict[str, Place], fields: Fields) -> None:
    """The record's short name is the file's, and nobody else's."""
    key = "iso2" if isinstance(record, CountryRecord) else "slug"
    if not record.key:
        return
    if record.key.lower() != file.stem:
        fields.complain(key, f"“{record.key}” does not fit the file's name; call the file {record.key.lower()}.yaml")
    if record.key in seen:
        fields.complain(key, f"“{record.key}” is already in {seen[record.key]}")
    seen.setdefault(record.key, fields.place_of(key))


def _read_tags(file: Path, problems: Problems) -> list[Any]:
    tree = read_tree(file, problems)
    if tree is None:
        return []
    if not isinstance(tree, Sequence):
        problems.add(tree.place, "file", f"must be a list, is {kind_of(tree)}")
        return []
    root = Mapping(tree.place, {"tags": tree}, {"tags": tree.place})
    tags = Fields(root, "", problems).each("tags", files.tag)
    taken = {
        name: slug
        for slug, *names in Tag.objects.values_list("slug", "name_kk", "name_ru", "name_en")
        for name in names
        if name
    }
    seen: dict[str, str] = {}
    for tag in tags:
        if tag.key and tag.key in seen:
            problems.add(tag.place, "id", f"“{tag.key}” stands twice")
        seen.setdefault(tag.key, tag.key)
        for code, name in tag.texts["name"].items():
            if taken.setdefault(name, tag.key) != tag.key:
                problems.add(tag.place, code, f"“{name}” is already the name of the tag {taken[name]}")
    return list(tags)


def _read_synonyms(file: Path, problems: Problems) -> list[Any]:
    """The groups in the order of the file; no two by one id."""
    tree = read_tree(file, problems)
    if tree is None:
        return []
    if not isinstance(tree, Sequence):
        problems.add(tree.place, "file", f"must be a list, is {kind_of(tree)}")
        return []
    root = Mapping(tree.place, {"synonyms": tree}, {"synonyms": tree.place})
    groups = Fields(root, "", problems).each("synonyms", files.synonym)
    seen: dict[str, Place] = {}
    for group in groups:
        if group.key and group.key in seen:
            problems.add(group.place, "id", f"“{group.key}” is already in line {seen[group.key].line}")
        seen.setdefault(group.key, group.place)
    return list(groups)


def _read_glossary(file: Path, problems: Problems) -> list[Any]:
    """The terms in the order of the file; no two by one id."""
    tree = read_tree(file, problems)
    if tree is None:
        return []
    if not isinstance(tree, Mapping):
        problems.add(tree.place, "file", f"must be a mapping, is {kind_of(tree)}")
        return []
    fields = Fields(tree, "", problems)
    terms = files.glossary(fields)
    fields.finish()
    seen: dict[str, Place] = {}
    for term in terms:
        if term.key and term.key in seen:
            problems.add(term.place, "id", f"“{term.key}” is already in line {seen[term.key].line}")
        seen.setdefault(term.key, term.place)
    return [replace(term, position=position) for position, term in enumerate(terms)]


def _hold_against_the_rest(sample: Sample, mentions: files.Mentions, problems: Problems) -> None:
    """Note every name that stands for nothing, neither in the folder nor in the database."""

    def note(mentioned: Iterable[tuple[Place, str, str]], known: set[str], what: str) -> None:
        for place, name, word in mentioned:
            if word not in known:
                problems.add(place, name, f"“{word}” is an unknown {what}")

    for place, name, iso2 in mentions.countries:
        if known_country(iso2) is None:
            problems.add(place, name, f"“{iso2}” is an unknown country")
    note(mentions.themes, set(Theme.objects.values_list("slug", flat=True)), "theme")
    note(mentions.tags, {tag.key for tag in sample.tags} | set(Tag.objects.values_list("slug", flat=True)), "tag")
    note(
        mentions.practices,
        {record.key for record in sample.practices} | set(Practice.objects.values_list("slug", flat=True)),
        "practice",
    )
    note(
        mentions.pages,
        {record.key for record in sample.pages} | set(Page.objects.values_list("slug", flat=True)),
        "page",
    )


def _add_bare_countries(sample: Sample, mentions: files.Mentions) -> None:
    """A new country that only practices or reforms name gets a page with its name alone; nothing supports its participation."""
    with_file = {record.key for record in sample.countries} | set(Country.objects.values_list("iso2", flat=True))
    for place, _name, iso2 in mentions.countries:
        if iso2 not in with_file:
            with_file.add(iso2)
            sample.countries.append(files.bare_country(place, iso2))


def _note_strangers(folder: Path, problems: Problems) -> None:
    """Files that would be passed over in silence are noted: a wrong ending or a wrong folder is a common slip."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in READ_ME or path.name in FILES:
            continue
        if path.is_dir():
            _note_strangers_of_kind(path, problems)
        elif path.name in READERS or path.suffix in {".yaml", ".yml"}:
            problems.add(
                Place(path), "file", f"is not read (known: {', '.join(FILES)} and the folders {', '.join(READERS)})"
            )


def _note_strangers_of_kind(folder: Path, problems: Problems) -> None:
    if folder.name not in READERS:
        if any(folder.rglob("*.y*ml")):
            problems.add(Place(folder), "folder", f"is not read (known: {', '.join(READERS)})")
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in READ_ME:
            continue
        if path.is_dir() or path.suffix != ".yaml":
            problems.add(
                Place(path), "file", "is not read: content files end in .yaml and stand directly in their folder"
            )
