"""Closed word lists the note reader leans on when no terminology is at hand. Facts about words only, no sentences."""

RELATIVES: dict[str, str] = {
    "mother": "mother",
    "mom": "mother",
    "mum": "mother",
    "mama": "mother",
    "mothers": "mother",
    "father": "father",
    "dad": "father",
    "fathers": "father",
    "parent": "parent",
    "parents": "parents",
    "brother": "brother",
    "brothers": "brother",
    "sister": "sister",
    "sisters": "sister",
    "sibling": "sibling",
    "siblings": "sibling",
    "twin": "twin",
    "son": "son",
    "sons": "son",
    "daughter": "daughter",
    "daughters": "daughter",
    "child": "child",
    "children": "children",
    "kids": "children",
    "aunt": "aunt",
    "aunts": "aunt",
    "uncle": "uncle",
    "uncles": "uncle",
    "cousin": "cousin",
    "cousins": "cousin",
    "grandmother": "grandmother",
    "grandfather": "grandfather",
    "grandma": "grandmother",
    "grandpa": "grandfather",
    "grandparent": "grandparent",
    "grandparents": "grandparent",
    "grandson": "grandson",
    "granddaughter": "granddaughter",
    "grandchildren": "grandchildren",
    "nephew": "nephew",
    "niece": "niece",
    "wife": "wife",
    "husband": "husband",
    "spouse": "spouse",
    "partner": "partner",
    "girlfriend": "girlfriend",
    "boyfriend": "boyfriend",
    "fiance": "partner",
    "fiancee": "partner",
    "guardian": "guardian",
    "caregiver": "caregiver",
    "carer": "caregiver",
    "caretaker": "caregiver",
    "stepmother": "stepmother",
    "stepfather": "stepfather",
    "family": "family",
    "relatives": "family",
}
RELATIVE = (
    r"(?:(?:paternal|maternal|twin|half|older|younger|oldest|youngest|elder|great|step|first|second|foster|biological|"
    r"adoptive)[\s-]+){0,3}"
    r"(?:mothers?|moms?|mum|fathers?|dads?|parents?|brothers?|sisters?|siblings?|sons?|daughters?|aunts?|uncles?|cousins?|"
    r"(?:great[\s-]*)?grand(?:mothers?|fathers?|parents?|ma|pa|son|daughter|children)|nephews?|nieces?|child|children|kids|"
    r"wife|husband|spouse|partner|girlfriend|boyfriend|step(?:mother|father)|guardian|caregiver|carer|caretaker)"
)
BLOOD = frozenset(
    "mother father parent parents brother sister sibling twin son daughter child children aunt uncle cousin "
    "grandmother grandfather grandparent grandson granddaughter grandchildren nephew niece family".split()
)

BODY = frozenset(
    "abdomen abdominal airway ankle ankles anus arm arms armpit artery back belly bladder bone bones bowel bowels brain breast "
    "breasts buttock buttocks calf calves cheek cheeks chest chin colon ear ears elbow elbows epigastrium esophagus extremities "
    "extremity eye eyebrow eyes eyelid eyelids face feet femur fibula finger fingers fingertips foot forearm forearms forehead "
    "gallbladder genitals gum gums groin hand hands head heart heel heels hip hips humerus jaw joint joints kidney kidneys knee "
    "knees leg legs limb limbs lip lips liver lung lungs mouth muscle muscles nail nails nape neck nerve nose nostril ovary "
    "palm palms palate pelvis perineum radius rectum rib ribs scalp shin shoulder shoulders side sinus sinuses skin skull "
    "sole soles spine spleen sternum stomach tailbone temple temples testicle testicles thigh thighs throat thumb thumbs "
    "thyroid tibia toe toes tongue tonsils tooth teeth torso trachea trunk ulna urethra uterus vagina wrist wrists "
    "biceps triceps deltoid quadriceps hamstring hamstrings malleolus patella flank flanks navel scrotum penis prostate".split()
)

FINDINGS = frozenset(
    "abscess abrasion ache aches aching acne addiction adenopathy aids alcoholism allergy allergies anemia anaemia aneurysm angina anxiety "
    "anorexia aphasia apnea appetite arrhythmia arthritis ascites asthma ataxia atrophy backache bleed bleeding blisters blister "
    "bloating blood blurriness bruise bruises bruising bruit bruits burning cancer cataract cataracts cellulitis chills cirrhosis claudication "
    "clot clots clubbing cold colic colitis coma concussion confusion congestion constipation contusion convulsions cough coughing "
    "cramp cramps cramping crepitus croup cyanosis cyst cysts deafness deformity dehydration delirium delusions dementia "
    "depression dermatitis diabetes diarrhea diarrhoea diaphoresis diplopia discharge discomfort disease disorder dislocation dizziness "
    "drainage drowsiness dysfunction dyspepsia dysphagia dyspnea dyspnoea dysuria ecchymosis eczema edema oedema effusion "
    "embolism emphysema enlargement enuresis epilepsy epistaxis erythema exudate exudates faintness fall falls fatigue fever fevers fibrillation "
    "fibroids flatulence fluctuance flutter fracture fractures frequency gallop gallops gangrene gas glaucoma goiter gout guarding "
    "hallucinations hay hayfever headache headaches heartburn hematemesis hematochezia hematoma hematuria haematuria hemoptysis "
    "hemorrhage hemorrhoids hepatitis hepatomegaly hepatosplenomegaly hernia hesitancy hirsutism hives hoarseness homicidal hyperlipidemia "
    "hypertension hypotension hypothyroidism ideation ideations incontinence indigestion infection infections infarction "
    "inflammation influenza injury injuries insomnia instability irritability irritation itch itching itchiness jaundice jvd laceration "
    "laxity leukemia lesion lesions lethargy limp limping locking loss lump lumps lupus lymphadenopathy malaise malignancy mass masses melena "
    "meningitis menorrhagia migraine migraines mole moles murmur murmurs myalgia myalgias nausea neuropathy nocturia nodule nodules numbness "
    "nystagmus obesity odor opacities orthopnea osteoporosis pain pains pallor palpitation palpitations pancreatitis paralysis paresthesia "
    "paresthesias phlebitis photophobia phlegm pneumonia pneumothorax polydipsia polyps polyuria pressure problem problems pruritus psoriasis "
    "psychosis ptosis rales rash rashes rebound redness reflux retraction retractions rhinorrhea rhonchi rigidity rigors rubs rub "
    "sciatica sadness scar scars seizure seizures sensitivity shakiness shingles shortness snoring sob sores sore soreness spasm spasms splenomegaly "
    "sprain sputum stenosis stiffness strain stress stroke strokes suicidal sunburn surgery surgeries swelling sweats sweating "
    "symptoms syncope syndrome tachycardia tachypnea tenderness tension thirst thrombosis thyromegaly tia tightness tinnitus tingling "
    "tiredness tonsillitis trauma tremor tremors tuberculosis tumor tumors ulcer ulcers ulceration unsteadiness urgency urinary "
    "uti vertigo vomit vomiting warmth weakness wheeze wheezes wheezing wound wounds yellowing coryzal cp dm htn copd chf cad gerd "
    "ckd osa afib mi dvt hcc tb hiv cva hld ibs hyperglycemia hypoglycemia crackles injection popping clicking catching giving".split()
)
FINDING_SUFFIX = (
    r"(?:itis|algias?|emias?|aemias?|uria|rrh(?:o?ea|agia)|pathy|pathies|osis|oses|omas?|ectomy|plasty|otomy|ostomy|megaly|penia|"
    r"phagia|pnea|pnoea|plegia|paresis|esthesias?|phobia|ache|aches|scopy|lithiasis|dynia|sclerosis|graphy|cele)"
)
# words that end like an adjective and are nouns
NOT_ADJECTIVE = frozenset(
    "antibiotic antibiotics diuretic colic tonic clinic medic panic logic music arsenic removal withdrawal referral trial hospital "
    "refusal renewal survival arrival signal meal goal animal journal rehearsal festival interval saliva olive "
    "sinus phallus callus virus thrombus focus mucus uterus calculus fetus fungus humerus radius nucleus alcohol "
    "arthroscopic appendix relative native sedative preservative laxative dive drive narcotic steroid metabolic "
    "hydrochlorothiazide canal pedal narrative insulin table cable vegetable syllable lumbar? cigar sugar collar dollar ulcer "
    "antiemetic anesthetic antiseptic topic antipsychotic anticoagulant summary capillary salary library dictionary diary "
    "commentary military secretary boundary pharmaceutical chemical medical".split()
)

SYSTEMS = frozenset(
    "general constitutional head face heent hent ent ears eyes nose mouth throat neck lymph lymphatic lymphatics lymphadenopathy "
    "cardiovascular cardiac cv heart respiratory resp pulmonary chest lungs lung breast breasts gastrointestinal gi abdomen abdominal "
    "genitourinary gu gyn gynecologic gynecological pelvic pelvis rectal urinary urologic urological renal musculoskeletal msk extremities extremity ext back spine "
    "neurological neurologic neurologicals neuro cns psychiatric psychological psych skin integumentary integument derm dermatologic dermatological "
    "endocrine endo hematologic hematological hematology heme hematologic/lymphatic immunologic immunology allergic vascular "
    "sensation strength gait reflexes motor sensory coordination vitals appearance neurovascular mental oncologic nervous "
    "ophthalmologic otolaryngologic nutrition extremeties throat/mouth genitalia rs ls hematologic/oncologic hematopoietic "
    "constitution pulm nails hair ophthalmology thyroid orthopedic orthopaedic dental".split()
)
SYSTEM_JOIN = frozenset(
    "and of the or & system systems exam examination upper lower left right status allergic immune general".split()
)

# what people are, as notes name it in a word
WORKERS = frozenset(
    """accountant actor architect artist baker bartender bookkeeper builder butcher caretaker carer carpenter cashier chef childminder
    cleaner clerk coach contractor cook courier dancer decorator dentist designer developer director doctor driver economist editor
    electrician engineer estate-agent executive farmer firefighter fisherman florist foreman gardener graduate guard hairdresser
    handyman headteacher housekeeper housewife instructor janitor joiner journalist judge labourer laborer landscaper lawyer
    lecturer librarian machinist manager mechanic midwife miner musician nanny nurse nurse's-aide officer operator painter
    paramedic pharmacist photographer physiotherapist pilot plasterer plumber policeman policewoman porter postman potter principal
    printer professor programmer psychologist publican rancher realtor receptionist reporter roofer sailor salesman saleswoman
    salesperson scientist secretary singer soldier solicitor student supervisor surgeon surveyor tailor teacher technician
    tiler trader trainer translator tutor vet veteran waiter waitress warehouseman welder woodworker worker writer
    consultant advisor adviser administrator assistant homemaker volunteer smoker non-smoker nonsmoker ex-smoker drinker widow
    widower vegetarian vegan teetotaller pensioner retiree apprentice analyst banker barber bricklayer councillor curator sophomore freshman undergraduate postgraduate""".split()
)
