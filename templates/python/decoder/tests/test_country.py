import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from country import country


class Country(unittest.TestCase):
    def test_the_country_is_told_from_the_first_character(self):
        self.assertEqual(country("1HGCM82633A004352"), "United States")
        self.assertEqual(country("WAUZZZ8K9BA123456"), "Germany")

    def test_what_is_not_known_is_left_to_the_next_decoder(self):
        self.assertIsNone(country("ZFA31200000123456"))
