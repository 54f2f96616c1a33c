"""What notes of hard shapes must bring out is told, and what nobody must say is not."""

import pytest

from bedside.benchmarks.hard_shapes import HardShape, is_said, played, shapes


@pytest.mark.thin(12)
@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.id)
def test_a_note_of_a_hard_shape(shape: HardShape) -> None:
    record = played(shape)
    assert (record is None) == shape.filtered
    if record is None:
        return
    assert not [pattern for pattern in shape.told if not is_said(pattern, record)]
    assert not [pattern for pattern in shape.never if is_said(pattern, record)]
