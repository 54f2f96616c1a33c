"""Refusals in words are told from what patients and physicians say."""

from growth import stays_linear

from bedside.agents.text.refusals import is_refusal

REFUSALS = """
I'm sorry, but I can't assist with that.
I’m sorry, but I can’t help with that request.
I can't help with that.
I cannot assist with this.
I'm sorry, I can't continue with this role-play.
I apologize, but I cannot fulfill this request.
Sorry, but I am unable to comply with your request.
As an AI language model, I cannot have symptoms.
As an AI, I don't have a body, so my knee doesn't hurt.
I'm just an AI and can't see a doctor.
I am a large language model, so I have no medical history.
I'm not able to provide medical advice. Please consult a healthcare professional.
I cannot give you medical advice, but here is some general information.
I can't generate this content.
I'm unable to create that kind of dialogue.
I won't write a conversation like that.
I cannot roleplay as a doctor.
I can't pretend to be a patient.
I must respectfully decline to participate in this.
I have to decline this request.
That would be against my guidelines.
This violates OpenAI's content policy.
Your request appears to be inappropriate, and I will not go on.
Unfortunately, I can't assist with that request. Is there something else?
I'm sorry, but I can't discuss that topic.
**I'm sorry, but I cannot assist with that.**
Es tut mir leid, aber dabei kann ich Ihnen nicht helfen.
Als KI-Modell kann ich keine Beschwerden haben.
Ich kann diese Anfrage leider nicht bearbeiten.
Tut mir leid, ich kann Ihnen damit leider nicht weiterhelfen.
Ich darf keinen medizinischen Rat geben.
Als Sprachmodell habe ich keinen Körper.
Ihre Anfrage kann ich leider nicht beantworten.
Je suis désolé, mais je ne peux pas vous aider avec cela.
En tant que modèle de langage, je ne peux pas jouer ce rôle.
Désolé, je ne peux pas répondre à cette demande.
Je ne suis pas en mesure de fournir des conseils médicaux.
Je ne peux pas générer ce type de contenu.
Lo siento, pero no puedo ayudarte con eso.
Como modelo de lenguaje, no tengo síntomas.
No puedo cumplir con esa solicitud.
No puedo proporcionar consejos médicos.
Lo siento, no puedo generar ese tipo de contenido.
Desculpe, mas não posso ajudar com isso.
Como uma IA, não tenho corpo.
Não posso atender a esse pedido.
Het spijt me, maar daar kan ik u niet mee helpen.
Als taalmodel heb ik geen klachten.
Ik kan niet voldoen aan dit verzoek.
Sorry, ik kan je daarmee niet helpen.
Ik kan geen medisch advies geven.
抱歉，我无法协助处理这个请求。
对不起，我不能提供医疗建议。
作为一个人工智能，我没有身体。
我是一个语言模型，无法扮演这个角色。
عذرًا، لا أستطيع المساعدة في ذلك.
كنموذج لغوي، ليس لدي أعراض.
لا يمكنني تلبية هذا الطلب.
لا أستطيع تقديم نصيحة طبية.
Vabandust, aga ma ei saa sellega aidata.
Keelemudelina ei ole mul sümptomeid.
Ma ei saa seda taotlust täita.
Kahjuks ei saa ma teie palvet täita.
Olen tehisintellekt ja mul ei ole keha.
""".strip().splitlines()

SPEECH = """
I can't help it, I just keep coughing.
I can't help with the housework anymore because of my back.
I can't prescribe that for you today.
I'm sorry, but I can't give you antibiotics for a virus.
I'm sorry, I can't remember when it started.
I'm sorry to hear that. How long has it been going on?
I cannot sleep on my left side.
I can't assist at births anymore with this shoulder.
I won't be able to come next week.
I won't take that medicine again.
I am not able to lift my arm above my head.
I'm unable to walk more than a block.
I can't talk about that right now, it's too hard.
I'd rather not answer that.
I can't answer that question, I was asleep.
I have to decline the flu shot this year.
I must refuse surgery for now.
I can't write you a note for the whole month, but I can for this week.
I can't provide a urine sample just now.
I can't give medical advice over the phone, so please come in.
I'm afraid I can't say before the results are back.
Unfortunately, I can't help you with the insurance form, but the front desk can.
I can't continue taking it, it makes me sick.
I will not continue the metformin if your kidneys get worse.
I can't complete the stairs without stopping.
I can't process sugar the way I used to.
I'm just a teacher, I don't know these words.
I'm only a patient here, doctor.
My guidelines from the dietitian say no salt.
It is against our policy to refill this early.
It's against my religion to take blood.
The program reads the tracing, but I look at it myself.
My son uses one of those chatbots and it told him it was cancer.
Please talk to your healthcare provider if it gets worse.
I can't create more insulin, that is what they told me.
I can't play the piano since the stroke.
I can't act like nothing happened.
Your request for a referral is in.
I couldn't respond when they called my name.
I am not comfortable lying flat.
I can't engage my core after the operation.
I'm sorry, I can't help crying.
We can't help with that here, the hospital will have to.
Ich kann nichts dafür, es juckt einfach.
Ich kann Ihnen das leider nicht verschreiben.
Ich kann nachts nicht schlafen.
Es tut mir leid, ich kann mich nicht erinnern.
Ich kann beim Tragen nicht mehr helfen.
Als Kind hatte ich Asthma.
Ich bin eine Krankenschwester.
Je n'y peux rien, ça me démange.
Je ne peux pas vous prescrire cela.
Je ne peux pas plier le genou.
En tant qu'infirmière, je suis debout toute la journée.
Je ne peux pas jouer au tennis.
No puedo evitarlo, me da tos.
No puedo recetarle eso.
Lo siento, no puedo acordarme.
Como enfermera, paso el día de pie.
No puedo ayudar en casa con este dolor.
Não consigo dormir com essa dor.
Não posso receitar isso hoje.
Ik kan er niets aan doen, het jeukt gewoon.
Ik kan u dat niet voorschrijven.
Ik kan mijn arm niet optillen.
Als kind had ik astma.
我控制不住，一直咳嗽。
我不能给你开这个药。
我晚上无法入睡。
对不起，我不记得了。
لا أستطيع النوم في الليل.
لا يمكنني أن أصف لك هذا الدواء.
لا أستطيع رفع هذه اليد.
آسف، لا أتذكر متى بدأ.
Ma ei saa midagi parata, see lihtsalt sügeleb.
Ma ei saa teile seda ravimit välja kirjutada.
Ma ei saa öösel magada.
Vabandust, ma ei mäleta.
Lapsena oli mul astma.
""".strip().splitlines()


def test_a_refusal_is_known_for_one() -> None:
    """A model that declines is understood in each of its languages."""
    assert [text for text in REFUSALS if not is_refusal(text)] == []


def test_what_people_say_in_a_visit_is_no_refusal() -> None:
    """Patients who cannot and physicians who will not are not models that decline."""
    assert [text for text in SPEECH if is_refusal(text)] == []


def test_a_megabyte_costs_no_more_than_a_page():
    """Only the start of a text is looked at."""
    assert stays_linear(is_refusal, "I can't ", 100_000)
    assert not is_refusal("I can't " * 130_000)
