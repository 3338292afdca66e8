"""Frequent words and own letters of the languages that ``language.py`` tells apart.

Function words, written from knowledge of the languages and checked against no corpus that may not
be redistributed. A word may stand in several lists; it then tells those from the rest. The last
table holds words of languages that we do not read, so that German is not taken for English. Not
for removing stop words.
"""

from __future__ import annotations

__all__ = [
    "DECISIVE_WORDS",
    "ENDINGS",
    "FREQUENT_WORDS",
    "OTHERS_WORDS",
    "OWN_LETTERS",
    "UNREAD_LETTERS",
]

_WORDS = {
    "ar": """
        في من على إلى الى عن أن ان إن التي الذي الذين هذا هذه مع كان كانت كانوا ما لا لم لن قد
        وقد بعد قبل بين كل هو هي هم ذلك تلك كما حيث أو او ثم عند عندما خلال قال وقال قالت وقالت
        وفي ومن وأن وإن ولا ولم وكان وكانت يكون تكون يوم عام أكثر غير أي حتى منذ لكن ولكن إذا
        لقد منها فيها منه فيه عليه عليها به بها له لها لهم أنه أنها إنه إنها بأن سوف ليس ليست
        هناك هنا أيضا أيضًا دون حول ضد نحو أمام وهو وهي وهم وهذا وهذه وذلك كيف لماذا ماذا متى
        أين بعض جميع فقط لدى عبر بسبب وما وعلى وإلى وعن ومع التى الذى انه انها هل نحن أنت أنا
        لأن لأنه فقد وأضاف وأوضح تم يتم كذلك لذلك مما عليهم منهم وبعد وقبل بدون مثل كلا قام يجب
        تحت فوق ذات أحد إحدى نعم
        """,
    "fa": """
        در به از که این را با است بله برای آن یک خود تا کرد بر هم نیز شده شد می ها های گفت باید
        اما بود وی ما شما آنها آن‌ها اگر هر هیچ پس دیگر نمی همه کرده کردن کنند کند کنیم دارد
        دارند داشت داشته خواهد خواهند شود شوند نیست هست هستند بودند بوده چه چون زیرا بسیار پیش
        روی همین همان سپس توسط آنان می‌شود می‌کند می‌کنند شدن شدند کردند برخی حتی ولی او من تو
        ای دو سه میان درباره اینکه آنکه چنین بیش کسی چیزی مورد طی علیه بدون حال دست سال روز دهد
        داد دادند گفته باشد باشند بهتر خوب بزرگ نخست یکی آقای بودن می‌گوید می‌شوند نمی‌شود شهر
        مردم کنید رسید گرفت گرفته آمده رفت آمد دهند کشور سوی نظر برابر میلیون بیشتر جمهور رئیس
        سازمان همچنین امروز دیروز نماینده امور ملل
        """,
    "ur": """
        کے کی کا میں ہے سے کو نے اور پر یہ ہیں کہ اس تھا تھی تھے کر جو گیا گئی گئے ایک بھی ہو
        نہیں ان لیے لئے ساتھ بعد وہ یا تو ہی جا رہا رہی رہے کہا اپنے اپنی اپنا والے والی والا
        کیا ہوا ہوئی ہوئے دیا تک پھر جب تاہم لیکن اگر سکتا سکتی سکتے کوئی کچھ دو مگر جس جن انہوں
        اب بہت زیادہ اسے انہیں مجھے ہم آپ دوران خلاف جیسے وقت دن میرے ہمارے کرنے کرتے کرتا کرتی
        ہونے ہوتا ہوتی ہوتے دی دیے گا گی گے ہوں تھیں جائے جاتا جاتی پہلے طور سال بڑے نئے نیا
        کہاں کب کیوں چاہیے منگل پیر جمعہ ہفتہ اتوار بدھ جمعرات جانا کریں کرے ملک شام
        """,
    "ckb": """
        لە بە بۆ ئەو ئەم کە لەگەڵ دوای پێش دەکات دەکەن کرد کردن کراوە ناو سەر هەیە نییە نیە بوو
        بوون ئەوە ئەمە ئەوان ئێمە من تۆ هەر هیچ زۆر وەک یان بەڵام تەنیا ئێستا ئەوەی دەبێت دەڵێت
        گوتی وتی دەکرێت کرا دا دەدات یەک دوو ڕۆژ ساڵ ساڵی لەسەر لەو لەم بەو بەم پێی لێی تێدا
        هەموو خۆی خۆیان
        """,
    "ps": """
        د په چې چی او له نه ته سره دا هم یې یی دي ده دی کې کی شي شوې شوي شوی کوي کړي کړې کړی کړ
        کړه وو وه خو هغه دې کله یو یوه بل نور نورو لپاره باندې څخه تر پر پورې وروسته وویل وايي
        ویلي زموږ موږ تاسو دوی دغه هغوی هغې ډېر ډیر اوس لري لرل درلود کول کولو کولای شو شوه کېږي
        کیږي راغلي ځکه همدا داسې هېڅ خپل خپله خپلو ټول ټولو شته یا وکړ وکړي وکړل کال کلونو کلن
        باید ترسره مونږ زه کوم کړل وي وای ول وم یم مې دوه درې چا څوک څه ولې لکه ددې دده ددغه ښه
        لوی لویې غواړي لیدلی نوم اړه کار ورځ ورځې وخت مخکې بیا لا هر هیڅ زما ستا یوې نوي نوې
        زیات خلک خلکو راځي ځي به که ولس مشر
        """,
    "tr": """
        ve bir bu için ile de da olarak çok daha olan gibi en sonra kadar ancak ama ne var yok
        değil o her iki ise mi mı mu mü oldu olduğu olduğunu olacak tarafından göre ben sen biz
        onun onu ona şey yeni büyük önce üzerinde dedi söyledi etti eden etmek ki hem ya veya
        diye artık bile nasıl neden çünkü bunu bunun şu böyle zaman gün yıl kendi ilk son başka
        içinde arasında karşı hiç tüm bütün birlikte aynı devam geçen olmak olması olup ederek
        bana sana size bize onlar bunlar şimdi yaklaşık eğer milyon dolar yıllık takım oyun eski
        yer yapmak yaptı geldi verdi kaldı üç dört beş hangi kim kimse bazı birçok çocuk kadın
        insan ülke başkanı hakkında rağmen yine evet hayır şekilde
        """,
    "kmr": """
        û ku di ji bi li bo ev ew vê wê vî wî wan van me min te we xwe ne na e in bû bûn bûye
        dike dikin kir kirin kiriye kirine hat hatin hatiye hatine heye hene tune hebû jî her
        hin gelek pir yek du sê lê lewma dema piştî berî nav navbera nava ser bin der dikare
        dikarin got gotin dibêje dibêjin roj sal salê salan mezin nû baş çi kî kengî çawa çima
        çend wek weke wekî an yan heke ger eger êdî hîn tenê dê a ya yê yên yekem hemû gorî herî
        dibe dibin da dan daye nîne nikare tu ez em hûn ragihand re de ve vir wir navê mirov kes
        zarok jin welat serokê dewleta bajarê civîn karê herwiha ango lewra belê erê dikir dibû
        dihat bike bikin were werin biçe dest xwedî pêş paş rê
        """,
    "fr": """
        le la les de des du un une et en à au aux est que qui dans pour par sur pas plus ne ce
        cette ces il elle ils elles on nous vous je se son sa ses leur leurs avec sont a ont été
        être avait mais ou où comme tout tous toute aussi après avant deux fait faire entre sans
        sous lors selon ainsi même si encore peut dont depuis contre ans très bien alors cela
        était avoir soit y lui moi notre votre mon ma mes autre autres trois plusieurs quand
        déjà jamais toujours rien chez vers car donc aura sera serait étaient oui non avaient
        ont-ils d l c j qu n s m jusqu
        """,
    "en": """
        the of and to in a is that for it was on with as are be by at from his he she they this
        have had has not but were which their or an we you who will would been one all more if
        about out up when there so said what its into than them can only other time new some
        could these two may then do first any my now such like our over man me even most made
        after also did many before must through years where much your way down should because
        each just those people how too little good very her him us i no off why while during
        against between under says being last year still yes get got
        """,
}

FREQUENT_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}

# The most frequent of them that no other of our languages writes as a word: these count twice.
_DECISIVE = {
    "ar": "في على إلى أن التي الذي هذا هذه",
    "fa": "در از را است این برای با",
    "ur": "کے کی کا میں ہے سے نے اور ہیں",
    "ckb": "لە بە بۆ ئەو ئەم",
    "ps": "د په چې کې څخه چی دې",
    "tr": "ve bir için ile olarak",
    "kmr": "û ku jî ji bi xwe",
    "fr": "le les des du et est dans une",
    "en": "the of and to",
}
DECISIVE_WORDS = {language: frozenset(words.split()) for language, words in _DECISIVE.items()}

# How many words end; weaker than a word. Arabic script first.
_ENDINGS = {
    "ar": "ات ين ون ها هم ية اء",
    "fa": "های ها ترین هایی اند ند شان گان",
    "ur": "وں یں ئے تے تا تی نے گیا ئی",
    "ckb": "ەکان ەکە یە وە ان",
    "ps": "ونو ونه ونکي ونکو وونکي ېدو ولو ېږي کې وي تيا تیا توب",
    "tr": (
        "lar ler ları leri ların lerin nın nin nun nün dan den tan ten mak mek yor lık lik ında"
        " inde undan ünden dır dir mış miş ması mesi ıldı ildi acak ecek arak erek yla yle sı"
    ),
    "kmr": "ên ê an kirin kirî bûn iye eke ekî ane yan kar tî diya dibe ketin",
    "fr": "ment tion eux euse aient ées és ée ait ois aux elle ique eur eurs ette aire",
    "en": "ing ed tion ly ness ers ght ould ies ment ance ence ful",
}
ENDINGS = {language: tuple(endings.split()) for language, endings in _ENDINGS.items()}

# Spanish, Portuguese, Italian, Dutch, German, Scandinavian, Indonesian and Malay, Polish,
# Romanian, Somali, Swahili, Azerbaijani, Uzbek; Hausa; Western Punjabi,
# Sindhi, Malay in Arabic letters. Zazaki is left out, too near to Kurmanji.
_OTHERS = """
    el los las una para con por del como pero sus ha su y más es fue está esta este muy también lo
    os das dos uma não com mais foi são ao pelo pela também seu
    il che di della delle gli nel per non sono è anche alla dei degli più come suo questo una dal
    het een van niet zijn dat op te met voor ook maar naar werd deze worden bij aan
    der die das und ist nicht ein eine einen mit den dem zu auf für von im des sich auch wird wurde
    sind aus nach bei über wie noch nur haben hat es er sie
    och att det som är av på den med för inte har till ett var om og ikke til
    yang dan ini itu dengan untuk dari pada tidak akan telah dalam oleh kepada adalah juga sebuah
    mereka kata ialah bahawa bahwa
    się nie na jest że do jak przez po dla oraz który
    și nu este pe cu din care mai sau pentru într
    iyo waa ka ku oo ay uu aan waxaa soo
    ya wa kwa na katika hii huu huo hayo alisema
    və ilə üçün bu olub edib daha bildirib
    va bilan uchun bu ham edi emas
    ta ce ya ne kuma ba wannan daga cikin
    نوں وچ ایہہ اوہ نال ایس اے تے دسیا نئیں
    آهي آهن ۽ ۾ جي کي ته سان هن هو جو
    دان يڠ اين ايت دغن باكي
"""
OTHERS_WORDS = frozenset(_OTHERS.split())

# Letters that only one of these languages writes. ھ is left out: Urdu shares it with Sorani.
OWN_LETTERS = {
    "ckb": frozenset("ڕڵۆێڤە"),
    "ps": frozenset("ټډړږښڼېۍځڅ"),
    "ur": frozenset("ٹڈڑںےہۓ"),
    "ar": frozenset("ة"),
    "tr": frozenset("ğıİ"),
    "kmr": frozenset("êîû"),
    "fr": frozenset("éèàœ"),
}
# Sindhi, Uyghur, Kazakh and Kashmiri; Azerbaijani; Romanian; Spanish, Portuguese; German;
# Scandinavian; Polish, Czech and Baltic; Vietnamese.
UNREAD_LETTERS = frozenset("ٻڀٺٿڄڃڇڏڊڌڍڙڦڪڳڱڻ۽۾ݢڠڽۈۋۇəӘășțţñãõßåøæłśźżąęěřůčšžņļķģāēīđơưạ")
