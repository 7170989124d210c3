"""What people type, and the page they hope for."""

#: The page somebody hopes for → what people type.
ASKED = {
    "microneedling": """
        microneedling
        micronedling
        micro needling
        microneedeling
        Micro-Needling at home
        skin needling
        derma roller
        dermarolling for acne scars
        dermapen
        collagen induction therapy
        needles for acne scars
        sunken acne scars
    """,
    "rf-microneedling": """
        rf microneedling
        radiofrequency needling
        microneedling with heat
        morpheus8
        morpheus 8
        needling with radio frequency
        radiofreqency microneedling
    """,
    "chemical-peel": """
        chemical peel
        chemicle peel
        chemical peals
        acid peel
        glycolic peel
        face peeling treatment
        tca peel
        salicylic acid peel
    """,
    "microdermabrasion": """
        microdermabrasion
        micro dermabrasion
        microdermabration
        diamond peel
        crystal facial
        hydrafacial
    """,
    "fractional-laser-resurfacing": """
        fraxel
        laser resurfacing
        CO2 laser
        co2 lazer
        fractional lazer
        fractional laser for wrinkles
        erbium laser
        lasers that remove the top layer of skin
    """,
    "botulinum-toxin": """
        botox
        Botox for frown lines
        botocks
        dysport
        crow's feet
        how long does botox last
        anti wrinkle injections
        forehead lines
        frown lines
        droopy eyelid after botox
        botulinum
    """,
    "dermal-fillers": """
        lip filler
        lip fillers
        fillers
        dermal filers
        juvederm
        juvaderm
        restylane
        cheek filler
        plumper lips
        hyaluronic acid injections
        can filler make you blind
        tear trough filler
    """,
    "intense-pulsed-light": """
        ipl
        intense pulsed light
        intence pulse light
        photofacial
        rosacea
        red face broken veins on the face
        IPL for redness
    """,
    "sclerotherapy": """
        spider veins
        thread veins
        spidervains
        spider veins on my legs
        get rid of leg veins
        vein injections
        scelrotherapy
        foam for varicose veins
    """,
    "laser-tattoo-removal": """
        tattoo removal
        tatoo removal
        how do I get rid of a tattoo
        get my tattoo removed
        remove tatto
        picosure
        I regret my tattoo
        ink removal laser
    """,
    "laser-hair-removal": """
        laser hair removal
        lazer hair removel
        hair removal
        unwanted hair
        hairy upper lip
        bikini line
        permanent hair removal
        chin hair
        stop hair growing on my face
    """,
    "prp-hair-loss": """
        prp
        prp for hair loss
        hair loss
        platelet rich plasma
        thinning hair
        going bald
        my hair is falling out
        losing my hair
        vampire hair treatment
    """,
    "cryolipolysis": """
        fat freezing
        coolsculpting
        cool sculpting
        freeze my fat
        cryolipolisis
        get rid of belly fat
        double chin fat
        frozen fat
    """,
}
