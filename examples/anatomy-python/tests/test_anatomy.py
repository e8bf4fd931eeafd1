import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from anatomy import PARTS, parts


class Anatomy(unittest.TestCase):
    def test_the_three_sections_make_up_the_whole_vin(self):
        vin = "1HGCM82633A004352"
        sections = [part for part in PARTS if part.key in ("wmi", "vds", "vis")]
        self.assertEqual("".join(vin[part.first - 1 : part.last] for part in sections), vin)

    def test_each_part_tells_where_it_stands_and_what_it_says(self):
        words = [words for _, words in parts("1HGCM82633A004352")]
        self.assertEqual(words[0], "1HG (positions 1–3): who made it, and where")
        self.assertTrue(words[3].startswith("3 (position 9): "), words[3])

    def test_the_number_of_a_small_maker_is_shown_where_there_is_one(self):
        self.assertEqual(len(parts("1HGCM82633A004352")), 7)
        self.assertTrue(parts("SA9ABCDE5FG123456")[-1][1].startswith("123 (positions 12–14)"))
