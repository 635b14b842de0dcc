"""What every page of HTML is made with: templates that escape, a policy, and drawings looked through.

A page loads nothing and links to nothing; its policy lets run only the one script and style it carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

_SVG = "{http://www.w3.org/2000/svg}"
_REFUSED = {"script", "foreignObject", "image", "use", "iframe", "a", "style", "animate", "set"}


def page_environment() -> Environment:
    """Return the environment of the templates, in which every value is escaped and cleaned."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  slow to import

    environment = Environment(
        loader=PackageLoader("licet.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.globals["words"] = words
    return environment


def _finalized(value: object) -> object:
    """Clean every value put on the page, but for what is markup already."""
    return value if hasattr(value, "__html__") else clean(value)


def page_source(environment: Environment, *names: str) -> Any:  # noqa: ANN401  markupsafe's Markup, imported lazily
    """Return our own style sheets or scripts as one, to be put on the page as they are."""
    from markupsafe import Markup  # noqa: PLC0415

    assert environment.loader is not None  # noqa: S101  set in page_environment
    texts = (environment.loader.get_source(environment, name)[0] for name in names)
    return Markup("".join(texts))  # noqa: S704  our own files


def content_policy(style: str, script: str) -> str:
    """Return the policy that lets run this style and this script, and nothing else."""
    from base64 import b64encode  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415

    style_hash, script_hash = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )


def checked_svg(svg: str) -> Any:  # noqa: ANN401  markupsafe's Markup, imported lazily
    """Return a drawing to be put on a page; empty for none.

    Raises:
        ValueError: If it is not a plain drawing: not SVG, or with scripts, links or anything that loads.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    from markupsafe import Markup  # noqa: PLC0415

    if not svg:
        return Markup("")
    if "<!" in svg:
        msg = "the chart holds a declaration, which a plain drawing does not need"
        raise ValueError(msg)
    try:
        root = ET.fromstring(svg)  # noqa: S314  without declarations there is nothing to expand
    except ET.ParseError as error:
        msg = f"the chart is not XML: {error}"
        raise ValueError(msg) from error
    refused = sorted(_refusals(root))
    if root.tag != f"{_SVG}svg" or refused:
        msg = f"the chart is not a plain drawing: {', '.join(refused) or root.tag}"
        raise ValueError(msg)
    return Markup(svg)  # noqa: S704  checked above


def _refusals(root: Any) -> Iterator[str]:  # noqa: ANN401  ElementTree's element, imported lazily
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        if name in _REFUSED or name.startswith("{"):
            yield f"element {name}"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].casefold()
            loads = "url(" in value and "url(#" not in value
            if plain.startswith("on") or plain in {"href", "src", "style"} or loads:
                yield f"attribute {plain}"
