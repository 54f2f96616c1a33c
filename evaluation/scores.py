"""Scores side by side: a row a metric, a column for whatever is compared. Versions of one metric do not mix."""

from collections.abc import Iterable, Mapping

from bedside.evaluation.metric import Score

Table = dict[str, dict[str, Score]]


class MixedVersions(ValueError):
    """Scores that cannot be compared. The message is one sentence with the mend."""


def side_by_side(columns: Mapping[str, Iterable[Score]]) -> Table:
    """``table[metric][column]``, metrics in order of first mention. Raises ``MixedVersions`` if two scores of a metric are
    of different versions, or stand in one cell."""
    table: Table = {}
    for column, scores in columns.items():
        for score in scores:
            row = table.setdefault(score.metric, {})
            other = next(iter(row.values()), score)
            if other.version != score.version:
                older, newer = sorted((other.version, score.version))
                raise MixedVersions(
                    f"Scores of {score.metric!r} are of its versions {older} and {newer}: score every column with one version."
                )
            if column in row:
                raise MixedVersions(f"{column!r} has two scores of {score.metric!r}: give one.")
            row[column] = score
    return table
