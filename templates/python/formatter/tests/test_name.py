import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from name import name


class Name(unittest.TestCase):
    def test_a_vehicle_is_called_by_what_is_known(self):
        self.assertEqual(name(2003, "HONDA", None), "2003 HONDA")

    def test_one_of_which_nothing_is_known_is_unknown(self):
        self.assertEqual(name(None, None, None), "Unknown")
