import numpy as np

from training.block_counts import BlockCounts

FIRST = np.array([[4, 1, 0], [0, 4, 0], [0, 0, 0]])
SECOND = np.array([[0, 0, 0], [2, 0, 0], [0, 0, 7]])


def counted() -> BlockCounts:
    """Of three blocks: the first one came in two parts, the second one holds nothing."""
    return BlockCounts.gather([(2, SECOND), (0, FIRST), (0, SECOND)], blocks=3, classes=3)


def test_parts_of_a_block_add_up() -> None:
    blocks = counted()
    np.testing.assert_array_equal(blocks.weighted(np.array([1, 0, 0])), FIRST + SECOND)
    np.testing.assert_array_equal(blocks.weighted(np.array([0, 0, 2])), 2 * SECOND)
    np.testing.assert_array_equal(blocks.matrix, FIRST + 2 * SECOND)


def test_blocks_without_a_pixel_are_there_and_not_measured() -> None:
    blocks = counted()
    assert (blocks.blocks, blocks.measured) == (3, 2)
    assert [blocks.holding(index) for index in range(3)] == [1, 2, 2]
    assert blocks.described()[1:] == [[], [[1, 0, 2], [2, 2, 7]]]


def test_a_table_by_pairs_of_classes_holds_all_of_it() -> None:
    blocks = counted()
    pairs = np.flatnonzero(blocks.matrix)
    again = BlockCounts.from_table(blocks.table(pairs), pairs, classes=3)
    np.testing.assert_array_equal(again.cells, blocks.cells)
    assert again.blocks == 3


def test_the_blocks_of_folds_follow_each_other() -> None:
    blocks = BlockCounts.joined([counted(), counted()])
    assert (blocks.blocks, blocks.measured) == (6, 4)
    np.testing.assert_array_equal(blocks.weighted(np.array([0, 0, 0, 0, 0, 1])), SECOND)


def test_no_blocks_at_all_have_an_empty_matrix() -> None:
    nothing = BlockCounts.gather([], blocks=0, classes=2)
    assert (nothing.measured, nothing.matrix.tolist()) == (0, [[0, 0], [0, 0]])
