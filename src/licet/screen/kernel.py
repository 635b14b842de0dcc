"""The inner loops of the search by likeness: texts a few edits away, and names scored against names.

Every function runs in two ways with one result: interpreted, for a few names, with memory views for its arrays; and
compiled (`native`), for many. So each does plain arithmetic in a stated order, on whole numbers and floats alone.
`scoring` says in readable form what a score is, and a test holds the two together. What `scoring` asks beside pairs of
words (names joined, divided, or initials) is looked up before and comes in as `Asked.extra_values`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from licet.screen.kernel_data import Asked, Names, Near, Numbers, Out, Scale, Scratch, Spelled, Wanted

MAX_WORDS = 40  # of one name; forms cuts it there
LONGEST = 4096  # letters of one text
PYTHON_SCORES = -1.0  # the pair is for `scoring`; an extra value further below 0 says how much more it may bring
_FAR = 1 << 20
_SHORT = 3
_EDITS_IN_SHORT = 5
_LETTERS_AN_EDIT = 4
_SLACK = 1e-4  # the sums are of single precision
_TOUCHED = 1e-30


class Paired(NamedTuple):
    """What the pairs of words of two names come to, as in `scoring`."""

    equal: int  # how many pairs are of equal words
    in_order: bool  # these stand at the same places
    held: float
    shared: float
    asked_letters: int
    listed_letters: int
    is_rare: bool


def allowed_edits(longer: int, an_edit_in: int) -> int:
    """Return how many edits two texts may be apart, the longer of so many letters; see `word_likeness.edited`."""
    allowed = 1 if longer <= _EDITS_IN_SHORT else max(1, (longer + 1) // _LETTERS_AN_EDIT)
    return min(allowed, 1 + longer // an_edit_in) if an_edit_in else allowed


def edits_within(
    one: Numbers, at: int, at_end: int, other: Numbers, to: int, to_end: int, most: int, rows: Numbers
) -> int:
    """Return the edits between two texts, letters swapped counted as one (OSA), or a number above `most`."""
    while at < at_end and to < to_end and one[at] == other[to]:
        at += 1
        to += 1
    while at < at_end and to < to_end and one[at_end - 1] == other[to_end - 1]:
        at_end -= 1
        to_end -= 1
    height, width = at_end - at, to_end - to
    if abs(height - width) > most:
        return most + 1
    if height == 0 or width == 0:
        return max(height, width)
    step = width + 2
    before, last, this = 0, step, 2 * step
    for place in range(width + 2):
        rows[last + place] = place
    for line in range(1, height + 1):
        low, high = max(1, line - most), min(width, line + most)
        rows[this + low - 1] = line if low == 1 else _FAR
        least = _FAR
        for place in range(low, high + 1):
            letter, against = one[at + line - 1], other[to + place - 1]
            edits = rows[last + place - 1] + (0 if letter == against else 1)
            edits = min(edits, rows[this + place - 1] + 1, rows[last + place] + 1)
            if line > 1 and place > 1 and letter == other[to + place - 2] and one[at + line - 2] == against:
                edits = min(edits, rows[before + place - 2] + 1)
            rows[this + place] = edits
            least = min(least, edits)
        rows[this + high + 1] = _FAR
        if least > most:
            return most + 1
        before, last, this = last, this, before
    return rows[last + width]


def may_be_near(mask: int, other: int, most: int) -> bool:
    """Tell whether two texts with these letters can be so few edits apart: each edit adds and takes one letter."""
    missing, added = mask & ~other, other & ~mask
    for _ in range(most):  # take off the lowest bit; a loop that ends early is slower, for it is guessed wrongly
        missing &= missing - 1
        added &= added - 1
    return (missing | added) == 0


def first_of(keys: Numbers, key: int, low: int, high: int) -> int:
    """Return the place of the first key at least as great, among those from `low` to before `high`."""
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


def scan(wanted: Wanted, first: int, spelled: Spelled, near: Near, rows: Numbers) -> tuple[int, int]:
    """Find the texts near each wanted one that begin with its letter, from the number `first` on.

    Returns the number of the wanted text to go on with, and how much was found; it stops where there may be no room.
    """
    found = 0
    for number in range(first, len(wanted.ends) - 1):
        if found + len(spelled.numbers) > len(near.numbers):
            return number, found
        start, end = wanted.ends[number], wanted.ends[number + 1]
        length, words = end - start, wanted.words[number]
        size = max(_SHORT, length - allowed_edits(length, wanted.an_edit_in[number]))
        while length >= _SHORT and size - length <= allowed_edits(max(size, length), wanted.an_edit_in[number]):
            most = allowed_edits(max(size, length), wanted.an_edit_in[number])
            key = wanted.letters[start] * LONGEST + size
            bucket = first_of(spelled.keys, key, 0, len(spelled.keys))
            if max(size, length) > _SHORT and bucket < len(spelled.keys) and spelled.keys[bucket] == key:
                mask = wanted.masks[number]
                for text in range(spelled.starts[bucket], spelled.starts[bucket + 1]):
                    if words != spelled.words[text] and may_be_near(mask, spelled.masks[text], most):
                        at, to = spelled.ends[text], spelled.ends[text + 1]
                        edits = edits_within(wanted.letters, start, end, spelled.letters, at, to, most, rows)
                        if edits <= most:
                            near.wanted[found] = number
                            near.numbers[found] = spelled.numbers[text]
                            near.edits[found] = edits
                            found += 1
            size += 1
    return len(wanted.ends) - 1, found


def gathered(number: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch) -> int:
    """Lay into `scratch` each listed name that a word or an extra speaks for; return how many.

    Of each name `sums` then bounds from above what the words that it is found by bring it: first against the words of
    its own that stay alone, then against those asked.
    """
    count = 0
    sums, extras, least = scratch.sums, scratch.extras, scale.least
    for extra in range(asked.extra_ends[number], asked.extra_ends[number + 1]):
        name, value = asked.extra_names[extra], asked.extra_values[extra]
        if sums[2 * name + 1] == 0.0:
            sums[2 * name + 1] = _TOUCHED
            scratch.touched[count] = name
            count += 1
        if value >= 0.0 and extras[name] >= 0.0:
            extras[name] = max(value, extras[name])
        elif value < 0.0:
            extras[name] = value if extras[name] >= 0.0 else extras[name] + value - PYTHON_SCORES
    for at in range(asked.row_ends[number], asked.row_ends[number + 1]):
        word = asked.row_words[at]
        one = asked.weights[word]
        for place in range(asked.similar_ends[word], asked.similar_ends[word + 1]):
            listed = asked.similar_words[place]
            other = names.weights[listed]
            value, lighter = asked.similar_values[place], min(one, other)
            if asked.similar_partial[place]:
                beside_listed = max(0.0, 2.0 * value * lighter - least * one)
                beside_asked = max(0.0, 2.0 * value * lighter - least * other)
            else:
                beside_listed = max(0.0, 2.0 * lighter * (value - least) + least * other)
                beside_asked = max(0.0, 2.0 * lighter * (value - least) + least * one)
            beside_asked += _TOUCHED
            for post in range(names.post_ends[listed], names.post_ends[listed + 1]):
                name = names.post_names[post]
                if sums[2 * name + 1] == 0.0:
                    scratch.touched[count] = name
                    count += 1
                sums[2 * name] += beside_listed
                sums[2 * name + 1] += beside_asked
    return count


def may_score(least: float, listed: float, asked: float, brought: float, rare: float) -> bool:
    """Tell whether a name can score `least` with another, by what pairs bring it over what stays alone.

    Args:
        least: The score.
        listed: That bound against the words of the listed name.
        asked: And against those of the name asked. To agree needs both, to be a part of the other needs one.
        brought: What pairs bring against the words of the listed name alone.
        rare: What a word must weigh so that a name that has it may be a part.
    """
    if least < rare and brought >= 2.0 * rare - least:
        return listed >= -_SLACK or asked >= -_SLACK
    return listed >= -_SLACK and asked >= -_SLACK


def likeness(at: int, place: int, asked: Asked, names: Names, scale: Scale) -> tuple[float, bool]:
    """Return how alike two words are that are not equal, and whether the one is a part of the other."""
    start, end = asked.similar_ends[at], asked.similar_ends[at + 1]
    found = first_of(asked.similar_words, place, start, end)
    if found < end and asked.similar_words[found] == place:
        return asked.similar_values[found], asked.similar_partial[found] == 1
    if (asked.lengths[at] == 1 or names.lengths[place] == 1) and asked.firsts[at] == names.firsts[place] >= 0:
        return scale.initial, True
    return 0.0, False


def paired_unlike(number: int, name: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch) -> int:
    """Lay into `scratch` every pair of free words that are alike, in the order of both; return how many."""
    start, first = asked.row_ends[number], names.row_ends[name]
    count = 0
    for at in range(asked.row_ends[number + 1] - start):
        if scratch.free_asked[at]:
            for place in range(names.row_ends[name + 1] - first):
                if scratch.free_listed[place]:
                    word, other = asked.row_words[start + at], names.row_words[first + place]
                    value, partial = likeness(word, other, asked, names, scale)
                    if value > 0.0:
                        scratch.values[count] = value
                        scratch.ats[count] = at
                        scratch.places[count] = place
                        scratch.partial[count] = 1 if partial else 0
                        count += 1
    return count


def likest(count: int, scratch: Scratch) -> int:
    """Return the likest pair of two free words, of equal ones the one whose words stand nearest, or -1."""
    best = -1
    for pair in range(count):
        at, place, value = scratch.ats[pair], scratch.places[pair], scratch.values[pair]
        if (
            scratch.free_asked[at]
            and scratch.free_listed[place]
            and (
                best < 0
                or value > scratch.values[best]
                or (value == scratch.values[best] and abs(at - place) < abs(scratch.ats[best] - scratch.places[best]))
            )
        ):
            best = pair
    return best


def paired_equal(number: int, name: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch) -> Paired:
    """Pair equal words, mark the others as free in `scratch`, and return what the pairs come to."""
    start, first = asked.row_ends[number], names.row_ends[name]
    size, width = asked.row_ends[number + 1] - start, names.row_ends[name + 1] - first
    equal, letters, held, in_order, is_rare = 0, 0, 0.0, True, False
    for place in range(width):
        scratch.free_listed[place] = 1
    for at in range(size):
        word = asked.row_words[start + at]
        scratch.free_asked[at] = 1
        for place in range(width):
            if scratch.free_listed[place] and asked.listed[word] == names.row_words[first + place]:
                scratch.free_asked[at] = scratch.free_listed[place] = 0
                weight = asked.weights[word]
                held += weight
                is_rare = is_rare or (weight >= scale.rare and not names.digits[asked.listed[word]])
                in_order = in_order and at == place
                letters += asked.lengths[word]
                equal += 1
                break
    return Paired(equal, in_order, held, held, letters, letters, is_rare)


def paired_alike(
    number: int, name: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch, paired: Paired
) -> Paired:
    """Pair free words that are alike, the likest first, and return what the pairs come to with those before."""
    start, first = asked.row_ends[number], names.row_ends[name]
    held, shared, is_rare = paired.held, paired.shared, paired.is_rare
    letters, others = paired.asked_letters, paired.listed_letters
    count = paired_unlike(number, name, asked, names, scale, scratch)
    pair = likest(count, scratch)
    while pair >= 0:
        at, place = scratch.ats[pair], scratch.places[pair]
        scratch.free_asked[at] = scratch.free_listed[place] = 0
        word, other = asked.row_words[start + at], names.row_words[first + place]
        one, another = asked.weights[word], names.weights[other]
        least = min(one, another)
        held += (one + another) / 2 if scratch.partial[pair] else least
        shared += scratch.values[pair] * least
        is_rare = is_rare or (scratch.values[pair] * least >= scale.rare and not names.digits[other])
        letters += asked.lengths[word]
        others += names.lengths[other]
        pair = likest(count, scratch)
    return Paired(paired.equal, paired.in_order, held, shared, letters, others, is_rare)


def scored(number: int, name: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch) -> float:
    """Return the greater of `agreement` and `contained` of `scoring`, for names that nothing divides otherwise."""
    start, first = asked.row_ends[number], names.row_ends[name]
    size, width = asked.row_ends[number + 1] - start, names.row_ends[name + 1] - first
    equal = paired_equal(number, name, asked, names, scale, scratch)
    paired = equal
    if equal.equal < size and equal.equal < width:
        paired = paired_alike(number, name, asked, names, scale, scratch, equal)
    held, shared = paired.held, paired.shared
    if held == 0.0:
        return 0.0
    beside_asked = beside_listed = 0.0
    for at in range(size):
        if scratch.free_asked[at]:
            beside_asked += asked.weights[asked.row_words[start + at]]
    for place in range(width):
        if scratch.free_listed[place]:
            beside_listed += names.weights[names.row_words[first + place]]
    taken = 0.0
    if paired.asked_letters > equal.asked_letters:
        room = (scale.longest - max(paired.asked_letters, paired.listed_letters)) / (scale.longest - scale.shortest)
        taken = scale.short_unlike * min(1.0, max(0.0, room))
    value = 2 * shared / (2 * held + beside_asked + beside_listed) - taken
    if equal.equal == size == width and not equal.in_order:
        value *= scale.other_order
    if paired.is_rare or shared >= scale.shared:
        share = shared / (held + min(beside_asked, beside_listed))
        if share >= scale.whole:
            beside = scale.beside * min(1.0, max(beside_asked, beside_listed) / shared)
            value = max(value, scale.contained * share - beside - taken)
    return value


def room_of_joined(number: int, name: int, asked: Asked, names: Names) -> float:
    """Return what words of the listed name bring that are two neighbours of the one asked in one; below 0 for none."""
    room, is_joined = 0.0, False
    for joined in range(asked.joined_ends[number], asked.joined_ends[number + 1]):
        for place in range(names.row_ends[name], names.row_ends[name + 1]):
            if asked.joined_words[joined] == names.row_words[place]:
                room += asked.joined_rooms[joined]
                is_joined = True
    return room if is_joined else -1.0


def judged(number: int, name: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch) -> float:
    """Return the score of a listed name, or 0 where it is below the least."""
    value = max(scratch.extras[name], scored(number, name, asked, names, scale, scratch))
    if asked.translated[number] or names.translated[name]:
        value *= scale.translated
    value = int(max(0.0, value) * 1000 + 0.5) / 1000
    return value if value >= scale.least else 0.0


def search(first: int, asked: Asked, names: Names, scale: Scale, scratch: Scratch, out: Out) -> tuple[int, int]:
    """Find the listed names with a score of at least `scale.least` for each name asked, from the number `first` on.

    Returns the number of the name to go on with, and how much was found; it stops where there may be no room. What it
    leaves in `scratch.sums` and `scratch.extras` is 0.
    """
    found, least, sums = 0, scale.least, scratch.sums
    for number in range(first, len(asked.row_ends) - 1):
        weight = heaviest = 0.0
        for at in range(asked.row_ends[number], asked.row_ends[number + 1]):
            one = asked.weights[asked.row_words[at]]
            weight += one
            heaviest = max(heaviest, one)
        if found + len(scratch.touched) > len(out.names):
            return number, found
        is_joined = asked.joined_ends[number] < asked.joined_ends[number + 1]
        has_extra = asked.extra_ends[number] < asked.extra_ends[number + 1]
        for place in range(gathered(number, asked, names, scale, scratch)):
            name = scratch.touched[place]
            extra = scratch.extras[name] if has_extra else 0.0
            room = room_of_joined(number, name, asked, names) if is_joined else -1.0
            is_divided = extra < 0.0 or room >= 0.0
            room = max(0.0, room) + (PYTHON_SCORES - extra if extra < 0.0 else 0.0)
            brought = sums[2 * name] + room
            alone = 2.0 * (1.0 - least) * names.bounds[3 * name + 1]
            spoken_for = min(weight, names.bounds[3 * name + 2] * heaviest)
            against = sums[2 * name + 1] + room + alone + least * (spoken_for - weight)
            value = 0.0
            if extra >= least or may_score(
                least, brought + alone - least * names.bounds[3 * name], against, brought, scale.rare
            ):
                value = PYTHON_SCORES if is_divided else judged(number, name, asked, names, scale, scratch)
            sums[2 * name] = sums[2 * name + 1] = 0.0
            if has_extra:
                scratch.extras[name] = 0.0
            if value != 0.0:
                out.asked[found] = number
                out.names[found] = name
                out.scores[found] = value
                found += 1
    return len(asked.row_ends) - 1, found
