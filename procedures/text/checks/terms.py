"""Words of the trade that pages about skin use, and what patients call the same."""

#: What is written → the plain words to write. A star stands for any ending.
JARGON = {
    "ablat*": "that takes off the top layer of skin",
    "administer*": "give",
    "adverse": "harmful; a side effect",
    "aesthetic*": "how it looks; cosmetic",
    "anaesthe*": "numbing cream or injection",
    "analges*": "painkiller",
    "anesthe*": "numbing cream or injection",
    "anticoagulant*": "blood thinner",
    "approximately": "about",
    "atrophic": "sunken",
    "contraindicat*": "a reason not to have it",
    "cutaneous": "of the skin",
    "discontinu*": "stop",
    "downtime": "time to heal",
    "edema": "swelling",
    "efficac*": "how well it works",
    "erythema*": "redness",
    "exfoliat*": "peel; scrub",
    "haematoma*": "large bruise",
    "hyperpigment*": "darker patches",
    "hypertrophic": "raised, thick",
    "hypopigment*": "paler patches",
    "immunosuppress*": "a weak immune system",
    "indicated": "used for",
    "lactation": "breastfeeding",
    "lesion*": "mark, spot or sore",
    "necrosis": "dead skin",
    "occlusion*": "blockage",
    "oedema": "swelling",
    "optimal*": "best",
    "paraesthesia*": "tingling",
    "photoprotect*": "protection from the sun",
    "photosensitiv*": "easily hurt by light",
    "practitioner*": "the person who treats you",
    "prior to": "before",
    "pruritus": "itch",
    "ptosis": "a drooping eyelid",
    "regarding": "about",
    "subcutaneous*": "under the skin",
    "subsequent*": "later",
    "sufficient*": "enough",
    "systemic*": "of the whole body",
    "topical*": "on the skin",
    "transdermal*": "through the skin",
    "utili*": "use",
    "vascular": "of blood vessels",
}

#: What must be explained where a reader meets it first → how it could be.
UNEXPLAINED = {
    "anaphyla*": "a severe allergic reaction (anaphylaxis)",
    "botulinum": "a medicine that relaxes muscles (botulinum toxin)",
    "cannula*": "a thin blunt tube (cannula)",
    "cellulitis": "a skin infection that spreads (cellulitis)",
    "collagen": "collagen, the protein that keeps skin firm",
    "dermis": "the deeper layer of skin (dermis)",
    "elastin": "elastin, the protein that lets skin stretch",
    "epidermis": "the top layer of skin (epidermis)",
    "fda": "the US regulator (the FDA)",
    "fitzpatrick": "a scale of how skin takes the sun (Fitzpatrick)",
    "follicle*": "the root of each hair (follicle)",
    "glycolic": "glycolic acid, a fruit acid",
    "granuloma*": "firm bumps that last (granulomas)",
    "hyaluronic": "hyaluronic acid, a sugar that the body makes too",
    "hyaluronidase": "a medicine that dissolves filler (hyaluronidase)",
    "isotretinoin": "strong acne tablets (isotretinoin)",
    "keloid*": "raised scars that spread (keloids)",
    "lidocaine": "the medicine in numbing cream (lidocaine)",
    "melanin": "melanin, which gives skin its colour",
    "melasma": "brown patches on the face (melasma)",
    "mhra": "the UK regulator (the MHRA)",
    "milia": "tiny white bumps (milia)",
    "nsaid*": "painkillers such as ibuprofen (NSAIDs)",
    "platelet*": "platelets, the part of blood that helps it clot",
    "polidocanol": "a medicine that closes veins (polidocanol)",
    "prp": "a gel made from your blood (PRP)",
    "radiofrequency": "needling with heat (radiofrequency)",
    "retinoid*": "creams or tablets of the vitamin A kind (retinoids)",
    "salicylic": "salicylic acid, which loosens dead skin",
    "sclerosant*": "a medicine that closes veins (sclerosant)",
    "sulfonamide*": "sulfa drugs (sulfonamides)",
    "telangiectasia*": "thread veins (telangiectasia)",
    "thrombosis": "a blood clot (thrombosis)",
    "tretinoin": "a strong acne cream (tretinoin)",
}

#: Medicines on prescription, which nobody may advertise to the public.
PRESCRIPTION_BRANDS = """\
    accutane alluzience ametop asclera azzalure belkyra bocouture botox daxxify dysport efudix
    fibrovein fibro-vein finacea hyalase isotrex jeuveau kenalog kybella latisse letybo lumigan
    nuceiva oratane propecia relfydess retin-a roaccutane sotradecol tri-luma valtrex vaniqa
    varithena vistabel xeomin
""".split()

#: Makes of devices, of fillers and of medicines that a pharmacy sells.
BRANDS = """\
    belotero coolsculpting dermapen dermaroller ellanse ellansé emla emsculpt endymed fraxel
    gentlemax hydrafacial juvederm juvéderm lumecca morpheus8 picosure picoway profhilo radiesse
    regaine restylane revanesse rogaine sculptra skinpen teosyal thermage ultherapy vbeam zovirax
""".split()
