import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from age import age

NEW_YEAR_2026 = 1_767_225_600


class Age(unittest.TestCase):
    def test_the_age_is_told_by_the_clock(self):
        self.assertEqual(age(2003, NEW_YEAR_2026), 23)

    def test_next_years_model_is_not_older_than_new(self):
        self.assertEqual(age(2027, NEW_YEAR_2026), 0)
