"""The publications that the scores come from: key, citation, and how much of it was read for this code.

A published score is code; its thresholds stand beside these keys. Sources of the protocol's own numbers are
in ``content/sources.yml``, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Text = Mapping[str, str]

REFERENCES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "ckd-epi-2021": {
            "it": "Inker e altri, CKD-EPI 2021, N Engl J Med 2021; 385:1737",
            "en": "Inker et al., CKD-EPI 2021, N Engl J Med 2021; 385:1737",
        },
        "ckd-epi-2009": {
            "it": "Levey e altri, CKD-EPI 2009, Ann Intern Med 2009; 150:604",
            "en": "Levey et al., CKD-EPI 2009, Ann Intern Med 2009; 150:604",
        },
        "mdrd-2006": {
            "it": "Levey e altri, MDRD a quattro variabili con creatinina standardizzata, Ann Intern Med"
            " 2006; 145:247",
            "en": "Levey et al., four-variable MDRD with standardised creatinine, Ann Intern Med 2006;"
            " 145:247",
        },
        "payne-1973": {
            "it": "Payne e altri, Br Med J 1973; 4:643; coefficienti della pratica clinica corrente",
            "en": "Payne et al., Br Med J 1973; 4:643; coefficients of current clinical practice",
        },
        "imwg-response-2016": {
            "it": "Kumar e altri, criteri IMWG di risposta, Lancet Oncol 2016; 17:e328",
            "en": "Kumar et al., IMWG response criteria, Lancet Oncol 2016; 17:e328",
        },
        "imwg-diagnosis-2014": {
            "it": "Rajkumar e altri, criteri IMWG di diagnosi, Lancet Oncol 2014; 15:e538",
            "en": "Rajkumar et al., IMWG diagnostic criteria, Lancet Oncol 2014; 15:e538",
        },
        "iss-2005": {
            "it": "Greipp e altri, International Staging System, J Clin Oncol 2005; 23:3412",
            "en": "Greipp et al., International Staging System, J Clin Oncol 2005; 23:3412",
        },
        "r-iss-2015": {
            "it": "Palumbo e altri, R-ISS, J Clin Oncol 2015; 33:2863",
            "en": "Palumbo et al., R-ISS, J Clin Oncol 2015; 33:2863",
        },
        "r2-iss-2022": {
            "it": "D'Agostino e altri, R2-ISS, J Clin Oncol 2022; 40:3406",
            "en": "D'Agostino et al., R2-ISS, J Clin Oncol 2022; 40:3406",
        },
        "icaria-cytogenetics": {
            "it": "Definizione degli studi ICARIA-MM e IKEMA, come riportata nel documento 002, righe"
            " 742-757",
            "en": "Definition of the trials ICARIA-MM and IKEMA, as reported in document 002, lines 742-757",
        },
        "charlson-1987": {
            "it": "Charlson e altri, J Chronic Dis 1987; 40:373; età da J Clin Epidemiol 1994; 47:1245",
            "en": "Charlson et al., J Chronic Dis 1987; 40:373; age from J Clin Epidemiol 1994; 47:1245",
        },
        "imwg-frailty-2015": {
            "it": "Palumbo e altri, fragilità IMWG, Blood 2015; 125:2068",
            "en": "Palumbo et al., IMWG frailty, Blood 2015; 125:2068",
        },
        "simplified-frailty-2020": {
            "it": "Facon e altri, scala semplificata di fragilità, Leukemia 2020; 34:224",
            "en": "Facon et al., simplified frailty scale, Leukemia 2020; 34:224",
        },
        "astct-2019": {
            "it": "Lee e altri, consenso ASTCT su CRS e ICANS, Biol Blood Marrow Transplant 2019; 25:625",
            "en": "Lee et al., ASTCT consensus on CRS and ICANS, Biol Blood Marrow Transplant 2019; 25:625",
        },
        "iec-hs-2023": {
            "it": "Hines e altri, consenso ASTCT su IEC-HS, Transplant Cell Ther 2023; 29:438",
            "en": "Hines et al., ASTCT consensus on IEC-HS, Transplant Cell Ther 2023; 29:438",
        },
        "car-hematotox-2021": {
            "it": "Rejeski e altri, CAR-HEMATOTOX, Blood 2021; 138:2499",
            "en": "Rejeski et al., CAR-HEMATOTOX, Blood 2021; 138:2499",
        },
        "easix-2017": {
            "it": "Luft e altri, EASIX, Lancet Haematol 2017; 4:e414",
            "en": "Luft et al., EASIX, Lancet Haematol 2017; 4:e414",
        },
        "m-easix-2021": {
            "it": "Pennisi e altri, EASIX modificato, Blood Adv 2021; 5:3397",
            "en": "Pennisi et al., modified EASIX, Blood Adv 2021; 5:3397",
        },
        "ipi-1993": {
            "it": "International NHL Prognostic Factors Project, N Engl J Med 1993; 329:987",
            "en": "International NHL Prognostic Factors Project, N Engl J Med 1993; 329:987",
        },
        "r-ipi-2007": {
            "it": "Sehn e altri, R-IPI, Blood 2007; 109:1857",
            "en": "Sehn et al., R-IPI, Blood 2007; 109:1857",
        },
        "cns-ipi-2016": {
            "it": "Schmitz e altri, CNS-IPI, J Clin Oncol 2016; 34:3150",
            "en": "Schmitz et al., CNS-IPI, J Clin Oncol 2016; 34:3150",
        },
        "hans-2004": {
            "it": "Hans e altri, Blood 2004; 103:275",
            "en": "Hans et al., Blood 2004; 103:275",
        },
        "cockcroft-gault-1976": {
            "it": "Cockcroft e Gault, Nephron 1976; 16:31",
            "en": "Cockcroft and Gault, Nephron 1976; 16:31",
        },
    }
)
"""By key; a case names the key as its source."""

FROM_MEMORY: Final[Text] = {
    "it": "definizione scritta da conoscenza generale della pubblicazione, da rileggere nell'originale",
    "en": "definition written from general knowledge of the publication, to be read again in the original",
}
"""What most scores must say until a person has read the original."""


def cited(*keys: str) -> Text:
    """Return the citations of some keys as one text in both languages."""
    return {lang: "; ".join(REFERENCES[key][lang] for key in keys) for lang in ("it", "en")}
