"""Groups of clusters by name, and where a figure lies among them, in sentences."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.domain.benchmark import Place, Quartiles
from assessment.domain.clusters import Sector
from assessment.domain.compared import Better, Compared, Light
from assessment.domain.peer_groups import GroupKind, Size
from assessment.reports.formats import country_name, rounded
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names
from assessment.reports.words.values import amount_words


def sector_names(messages: Messages) -> Mapping[str, str]:
    """The sectors by their ids, as they are called on pages."""
    _ = messages.gettext
    return {
        Sector.AVIATION: _("Aviation and space"),
        Sector.BIOTECHNOLOGY: _("Biotechnology"),
        Sector.CONSTRUCTION: _("Construction"),
        Sector.CREATIVE: _("Creative industries"),
        Sector.ENERGY: _("Energy and environment"),
        Sector.FOOD: _("Food"),
        Sector.FORESTRY: _("Forest, wood and paper"),
        Sector.HEALTH: _("Health and medical science"),
        Sector.ICT: _("Information and communication technology"),
        Sector.MARITIME: _("Maritime industries"),
        Sector.MATERIALS: _("Materials and chemistry"),
        Sector.MOBILITY: _("Mobility and logistics"),
        Sector.PRODUCTION: _("Production and engineering"),
        Sector.SECURITY: _("Safety and security"),
        Sector.TEXTILES: _("Textiles and fashion"),
        Sector.TOURISM: _("Tourism and leisure"),
    }


def group_name(key: str, messages: Messages) -> str:
    """What a group is called in a table: `Food`, `Finland`, `40 to 79 members`."""
    _ = messages.gettext
    kind, _colon, value = key.partition(":")
    match GroupKind(kind):
        case GroupKind.ALL:
            return _("All clusters")
        case GroupKind.SECTOR:
            return sector_names(messages)[value]
        case GroupKind.COUNTRY:
            return country_name(value, messages.language)
        case GroupKind.SIZE:
            return size_words(Size.read(value), messages)
    return _("Holders of a label")


def size_words(size: Size, messages: Messages) -> str:
    """A class of size by members."""
    if size.most is None:
        return messages.gettext("At least %(least)s members", least=size.least)
    if not size.least:
        return messages.gettext("At most %(most)s members", most=size.most)
    return messages.gettext("%(least)s to %(most)s members", least=size.least, most=size.most)


def amounts(compared: Compared, numbers: list[Fraction], names: Names) -> list[str]:
    """Numbers of one measure: their unit behind the last alone, as 26–59 % in Finnish; a per cent sign
    that stands at its number, as in English, behind each."""
    said = [amount_words(compared.of, number, names) for number in numbers]
    if said[-1].endswith("%") and not said[-1][-2].isspace():
        return said
    return [*(names.messages.number(rounded(number)) for number in numbers[:-1]), said[-1]]


def half_sentence(key: str, among: Quartiles, compared: Compared, names: Names) -> str:
    """Between which figures half of a group lies."""
    messages = names.messages
    _, kind, value = messages.gettext, *key.partition(":")[::2]
    lower, upper = amounts(compared, [among.lower, among.upper], names)
    facts = {"count": among.count, "lower": lower, "upper": upper}
    if among.lower == among.upper:
        facts["upper"] = amount_words(compared.of, among.median, names)
        return _same_half(GroupKind(kind), value, facts, messages)
    match GroupKind(kind):
        case GroupKind.ALL:
            return _(
                "Half of %(count)s clusters have between %(lower)s and %(upper)s.",
                **facts,
            )
        case GroupKind.SECTOR:
            return _(
                "Half of %(count)s clusters of the sector “%(name)s” have between %(lower)s"
                " and %(upper)s.",
                name=sector_names(messages)[value],
                **facts,
            )
        case GroupKind.COUNTRY:
            return _(
                "Half of %(count)s clusters of your country have between %(lower)s and %(upper)s.",
                **facts,
            )
        case GroupKind.SIZE:
            return _(
                "Half of %(count)s clusters of your size have between %(lower)s and %(upper)s.",
                **facts,
            )
    return _(
        "Half of %(count)s clusters that hold a label have between %(lower)s and %(upper)s.",
        **facts,
    )


def _same_half(kind: GroupKind, value: str, facts: Mapping[str, object], messages: Messages) -> str:
    """The same where the middle half has one figure."""
    _ = messages.gettext
    match kind:
        case GroupKind.ALL:
            return _("At least half of %(count)s clusters have %(upper)s.", **facts)
        case GroupKind.SECTOR:
            return _(
                "At least half of %(count)s clusters of the sector “%(name)s” have %(upper)s.",
                name=sector_names(messages)[value],
                **facts,
            )
        case GroupKind.COUNTRY:
            return _("At least half of %(count)s clusters of your country have %(upper)s.", **facts)
        case GroupKind.SIZE:
            return _("At least half of %(count)s clusters of your size have %(upper)s.", **facts)
    return _("At least half of %(count)s clusters that hold a label have %(upper)s.", **facts)


def place_sentence(place: Place, own: str, messages: Messages) -> str:
    """Where the own figure lies among them."""
    _ = messages.gettext
    match place:
        case Place.LOWEST:
            return _("You have %(own)s: this lies in the lowest quarter.", own=own)
        case Place.BELOW:
            return _("You have %(own)s: this lies below the middle.", own=own)
        case Place.MIDDLE:
            return _("You have %(own)s: this is the middle.", own=own)
        case Place.ABOVE:
            return _("You have %(own)s: this lies above the middle.", own=own)
    return _("You have %(own)s: this lies in the highest quarter.", own=own)


def place_words(place: Place, messages: Messages) -> str:
    """The same in a table."""
    _ = messages.gettext
    return {
        Place.LOWEST: _("lowest quarter"),
        Place.BELOW: _("below the middle"),
        Place.MIDDLE: _("in the middle"),
        Place.ABOVE: _("above the middle"),
        Place.HIGHEST: _("highest quarter"),
    }[place]


def light_words(light: Light, messages: Messages) -> str:
    """What a light is called: colour and meaning."""
    _ = messages.gettext
    return {
        Light.GREEN: _("Green: excellent"),
        Light.YELLOW: _("Yellow: good, with room to improve"),
        Light.RED: _("Red: insufficient"),
    }[light]


def limits_sentence(compared: Compared, names: Names) -> str:
    """From where on which light stands; which direction is better, where there is no light."""
    _ = names.messages.gettext
    if compared.yellow is None or compared.green is None:
        if compared.better is None:
            return _("Neither more nor less is better here; there is no light.")
        return ""
    yellow, green = amounts(compared, [compared.yellow, compared.green], names)
    if compared.better is Better.LOWER:
        return _(
            "Yellow up to %(yellow)s, green up to %(green)s: less is better.",
            yellow=yellow,
            green=green,
        )
    return _("Yellow from %(yellow)s, green from %(green)s on.", yellow=yellow, green=green)


def step_sentence(compared: Compared, figure: Fraction, names: Names) -> str:
    """What the next light asks; "" where it is green, or there is none."""
    _ = names.messages.gettext
    light = compared.light(figure)
    if light in (None, Light.GREEN):
        return ""
    is_red = light is Light.RED
    limit = compared.yellow if is_red else compared.green
    assert limit is not None  # noqa: S101  # there is a light
    own, asked = amounts(compared, [figure, limit], names)
    facts = {"own": own, "asked": asked}
    if compared.better is Better.LOWER:
        if is_red:
            return _("To reach yellow: from %(own)s down to at most %(asked)s.", **facts)
        return _("To reach green: from %(own)s down to at most %(asked)s.", **facts)
    if is_red:
        return _("To reach yellow: from %(own)s to at least %(asked)s.", **facts)
    return _("To reach green: from %(own)s to at least %(asked)s.", **facts)
