import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from maker import maker


class Maker(unittest.TestCase):
    def test_the_maker_is_the_first_three_characters(self):
        self.assertEqual(maker("1HGCM82633A004352"), "1HG")

    def test_a_short_text_has_no_maker(self):
        self.assertIsNone(maker("1HG"))
