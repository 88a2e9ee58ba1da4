"""The states and territories of the United States, as roles of politicians name them ("Texas senator", "D-Mass.")."""

from __future__ import annotations

# postal abbreviation=name=abbreviation in news style
_ROWS = """
AK=Alaska AL=Alabama=ala AR=Arkansas=ark AS=American_Samoa AZ=Arizona=ariz CA=California=calif CO=Colorado=colo
CT=Connecticut=conn DC=District_of_Columbia DE=Delaware=del FL=Florida=fla GA=Georgia GU=Guam HI=Hawaii IA=Iowa
ID=Idaho IL=Illinois=ill IN=Indiana=ind KS=Kansas=kan KY=Kentucky LA=Louisiana MA=Massachusetts=mass MD=Maryland
ME=Maine MI=Michigan=mich MN=Minnesota=minn MO=Missouri MP=Northern_Mariana_Islands MS=Mississippi=miss MT=Montana=mont
NC=North_Carolina ND=North_Dakota NE=Nebraska=neb NH=New_Hampshire NJ=New_Jersey NM=New_Mexico NV=Nevada=nev
NY=New_York OH=Ohio OK=Oklahoma=okla OR=Oregon=ore PA=Pennsylvania PR=Puerto_Rico RI=Rhode_Island SC=South_Carolina
SD=South_Dakota TN=Tennessee=tenn TX=Texas=tex UT=Utah VA=Virginia VI=Virgin_Islands VT=Vermont WA=Washington=wash
WI=Wisconsin=wis WV=West_Virginia=wva WY=Wyoming=wyo
"""
_PARTS = [row.replace("_", " ").split("=") for row in _ROWS.split()]
STATES = {parts[0]: parts[1] for parts in _PARTS}  # postal abbreviation -> name
ABBREVIATIONS = {short.lower(): parts[1] for parts in _PARTS for short in (parts[0], *parts[2:])}
