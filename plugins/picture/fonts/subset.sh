#!/bin/sh
# Makes the fonts in this folder of Debian's fonts-inter and fonts-jetbrains-mono, with
# pyftsubset of fonttools. Latin with its extensions, Cyrillic, marks, and the signs that
# texts have; the monospaced one has just what VINs are made of.
set -eu
cd "$(dirname "$0")"
inter=/usr/share/fonts/opentype/inter
mono=/usr/share/fonts/truetype/jetbrains-mono
text="U+0020-007E,U+00A0-017F,U+0192,U+01CD-01DC,U+0218-021B,U+0300-0304,U+0306-030C,U+0327-0328"
text="$text,U+0400-045F,U+0490-0493,U+049A-04A3,U+04AE-04B1,U+04D8-04D9,U+04E8-04E9"
text="$text,U+1E80-1E85,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2032-2033"
text="$text,U+2039-203A,U+2044,U+2070-2079,U+2080-2089,U+20AC,U+20B4,U+20BD,U+2116,U+2122"
text="$text,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+2605-2606,U+25A1"
vin="U+0020,U+0021,U+002A,U+0030-0039,U+003F,U+0041-005A,U+2026"
names="0,1,2,3,4,6,13,14,16,17"
for weight in Regular SemiBold; do
  pyftsubset "$inter/Inter-$weight.otf" --unicodes="$text" --layout-features=kern,mark,mkmk,ccmp \
    --no-hinting --desubroutinize --name-IDs="$names" --output-file="Inter-$weight.otf"
done
pyftsubset "$mono/JetBrainsMono-Medium.ttf" --unicodes="$vin" --layout-features= \
  --no-hinting --name-IDs="$names" --output-file=JetBrainsMono-Medium.ttf
