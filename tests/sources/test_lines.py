"""Blocks hold whole lines, each once, whatever the sizes."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.sources import lines as module
from loganalyzer.sources.lines import blocks_of_lines

Blocks = list[tuple[int, bytes]]
TEXT = st.binary(max_size=200).map(lambda data: data.replace(b"a", b"\n"))


def cut(
    data: bytes, chunk: int, size: int, cuts: tuple[int, ...] = (), start: int = 0
) -> tuple[Blocks, list[tuple[int, int]]]:
    """Blocks of the data when it arrives in chunks, and the lines that were too long."""
    long: list[tuple[int, int]] = []
    chunks: Iterator[bytes] = (data[place : place + chunk] for place in range(0, len(data), chunk))
    blocks = list(blocks_of_lines(chunks, start, size, cuts, lambda *line: long.append(line)))
    return blocks, long


@given(data=TEXT, chunk=st.integers(1, 50), size=st.integers(1, 50), cuts=st.sets(st.integers(0, 210)))
def test_blocks_joined_are_the_content(data: bytes, chunk: int, size: int, cuts: set[int]) -> None:
    """Joined, the blocks are the log, and each begins where it says and ends at a line end."""
    blocks, long = cut(data, chunk, size, tuple(sorted(cuts)))
    assert b"".join(block for _, block in blocks) == data
    assert all(data[offset : offset + len(block)] == block for offset, block in blocks)
    assert all(block.endswith(b"\n") for _, block in blocks[:-1])
    assert not long


@given(data=TEXT, chunk=st.integers(1, 50), size=st.integers(1, 300))
def test_block_ends_at_each_cut(data: bytes, chunk: int, size: int) -> None:
    """A cut at the beginning of a line is the end of a block."""
    starts = [place + 1 for place in range(len(data) - 1) if data[place : place + 1] == b"\n"]
    blocks, _ = cut(data, chunk, size, tuple(starts))
    assert [offset for offset, _ in blocks] == [0, *starts] if data else not blocks


@given(data=TEXT, cuts=st.sets(st.integers(0, 210)), start=st.integers(0, 1000))
def test_cut_inside_a_line_is_one_after_it(data: bytes, cuts: set[int], start: int) -> None:
    """No cut, wherever it is asked for, cuts a line."""
    blocks, _ = cut(data, 300, 300, tuple(sorted(cuts)), start)
    assert all(offset == start or data[offset - start - 1 : offset - start] == b"\n" for offset, _ in blocks)


LONG = st.lists(st.integers(0, 40), max_size=8).map(lambda sizes: b"\n".join(b"x" * size for size in sizes))


@given(data=LONG, chunk=st.integers(1, 60), size=st.integers(1, 60))
def test_long_lines_are_cut_alike(data: bytes, chunk: int, size: int) -> None:
    """Of a line too long the same beginning is kept however it arrives, and the rest is counted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST", 16)
        blocks, long = cut(data, chunk, size)
    place, expected, left_out = 0, [], []
    for line in data.split(b"\n"):
        expected.append((place, line[:16]))
        left_out.extend([(place, len(line) - 16)] if len(line) > 16 else [])
        place += len(line) + 1
    if not expected[-1][1]:
        expected.pop()
    assert long == left_out
    kept = []
    for offset, block in blocks:
        for line in block.removesuffix(b"\n").split(b"\n"):
            kept.append((offset, line))
            offset += len(line) + 1
    assert kept == expected


def test_endless_line_takes_no_more_memory_than_its_beginning() -> None:
    """A file without any line end is passed over, its beginning kept."""
    chunk = b"\0" * (1 << 20)
    long: list[tuple[int, int]] = []
    stream = blocks_of_lines((chunk for _ in range(64)), 0, 1 << 20, (), lambda *line: long.append(line))
    assert [(offset, len(block)) for offset, block in stream] == [(0, module.LONGEST)]
    assert long == [(0, 63 << 20)]
