"""Words of websites by language: buttons, menus, link cues, tails, forms, captions, agencies.

Data for ``furniture.py``, which says how each list is used. General words of sites in Arabic,
English, French, Persian, Turkish, Urdu, Kurdish and Pashto; never the words of one article. Entries
are separated by "|" and compared after folding, so one spelling of each will do.
"""

from __future__ import annotations

# A line that is nothing but one of these, whatever its punctuation and case.
WHOLE_LINES = """
skip to main content|skip to content|skip to navigation|jump to content|menu|search|logo|home|tt
|print|share|tweet|advertisement|advert|ad|ads|sponsored|sponsored content|read more|load more
|show more|back to top|dark mode|light mode|sign in|sign up|log in|login|register|subscribe
|subscribe now|follow us|no comments|add a comment|copy link|link copied|listen
|listen to this article|email|facebook|twitter|whatsapp|telegram|x|instagram|youtube|linkedin
|breaking news|breaking|latest news|live|pinterest|messenger|viber|tiktok|threads|like|comment
|reply|quote|report post|accept|accept all|accept cookies|reject all|cookie settings|close|next
|previous|share this|share this article|share this story|save|saved|bookmark|gift article
|continue reading|advertisement continue reading|story continues below|hide caption|toggle caption
|enlarge this image|getty images|font size|text size|i'm not a robot|recaptcha|click here
|top stories|forwarded|forwarded many times
|تم التحويل|تم التحويل عدة مرات|تمت إعادة التوجيه|معاد توجيهها|تمت إعادة توجيهها|منقول
|الرئيسية|القائمة|بحث|ابحث|تسجيل الدخول|تسجيل|دخول|إنشاء حساب|اشترك|اشترك الآن|اشتراك|تابعنا
|تابعونا|من نحن|اتصل بنا|الوضع المظلم|الوضع الليلي|الوضع النهاري|الوضع الفاتح|الوضع الداكن|إعلان
|إعلانات|مساحة إعلانية|طباعة|حفظ|إرسال|شارك|شارك القصة|شارك الخبر|شارك المقال|شارك الموضوع|شاركها
|شارك هذا المقال|شارك هذا الخبر|مشاركة|مشاركة الخبر|مشاركة المقال|مشاركة عبر|شارك عبر|شارك على
|شاركنا رأيك|انشر|أرسل|نسخ الرابط|تم نسخ الرابط|رابط مختصر|الرابط المختصر|انسخ الرابط|رابط الخبر
|فيسبوك|تويتر|واتساب|واتس اب|تيليجرام|تلغرام|تيلغرام|تليجرام|إنستغرام|انستجرام|يوتيوب|لينكد إن
|لينكدإن|منصة إكس|إكس|ماسنجر|سناب شات|تيك توك|تكبير الخط|تصغير الخط|حجم الخط|استمع|استمع إلى المقال
|استمع للمقال|استمع إلى الخبر|لا توجد تعليقات|لا يوجد تعليقات|أضف تعليقا|أضف تعليق|أضف تعليقك
|بث مباشر
|البث المباشر|آخر الأخبار|أخبار عاجلة|عاجل|خبر عاجل|الأخبار|أخبار|المزيد|اقرأ المزيد|عرض المزيد
|تحميل المزيد|شاهد المزيد|العودة إلى الأعلى|العودة للأعلى|تخطى إلى المحتوى|انتقل إلى المحتوى
|تخطي إلى المحتوى|تخطي إلى المحتوى الرئيسي|انتقل إلى المحتوى الرئيسي|تجاوز إلى المحتوى الرئيسي
|أعجبني|أعجبك|تعليق|رد|إلغاء الرد|نشر التعليق|إرسال التعليق|رد مع اقتباس|اقتباس|الإبلاغ عن مشاركة
|السابق|التالي|الخبر السابق|الخبر التالي|المقال السابق|المقال التالي|موافق|قبول|قبول الكل|رفض
|رفض الكل|إغلاق|متابعة|يتبع|اقرأ الخبر كاملا|تابع القراءة|أكمل القراءة|أنا لست روبوت|خط أكبر
|خط أصغر
|كل الأخبار|أهم الأخبار|حالة الطقس|أسعار العملات|مواقيت الصلاة|خريطة الموقع|خلاصات|ترجمة|الكل
|عضو فعال
|عضو جديد|عضو مميز|عضو نشيط|مشرف عام
|خانه|منو|جستجو|ورود|عضویت|اشتراک گذاری|اشتراک‌گذاری|به اشتراک بگذارید|چاپ|کپی لینک|لینک کوتاه
|ارسال نظر|آخرین اخبار|بیشتر|تبلیغات|صفحه اصلی|صفحه نخست|هم اکنون|پخش زنده|ثبت نام|درباره ما
|تماس با ما|ذخیره|نسخه چاپی|ارسال به دوستان|پسندیدن|اندازه متن|رفتن به محتوای اصلی|ادامه مطلب
|انتهای پیام|پایان پیام|انتهای پیام/
|accueil|rechercher|recherche|partager|imprimer|connexion|se connecter|s'abonner|publicité
|aller au contenu|aller au contenu principal|lire plus|voir plus|dernières nouvelles
|copier le lien|j'aime|commenter|en direct|fermer|accepter|tout accepter|tout refuser
|paramétrer les cookies|lire la suite|partager l'article|partager sur facebook|écouter l'article
|écouter|retour en haut|mode sombre|à la une|article suivant|article précédent|je m'abonne|répondre
|anasayfa|ana sayfa|ara|paylaş|yazdır|giriş|giriş yap|üye ol|abone ol|reklam|yorum yap|beğen
|içeriğe geç|son dakika|son haberler|daha fazla|kaydet|devamını oku|bağlantıyı kopyala|yanıtla
|haberi paylaş|canlı yayın|menü|karanlık mod|kapat|kabul et|tümünü kabul et
|ہوم|صفحہ اول|تلاش|شیئر کریں|تازہ ترین|اشتہار|سرورق|لاگ ان|لائیو|ٹویٹ|فیس بک|واٹس ایپ|ٹوئٹر
|پرنٹ کریں|مینو|مزید|لنک کاپی کریں|سبسکرائب کریں|مواد پر جائیں
|بەشی سەرەکی|سەرەتا|سەرەکی|گەڕان|هاوبەشی بکە|بڵاوبکەرەوە|دواین هەواڵ|نوێترین هەواڵ|زیاتر|ڕیکلام
|ڕاستەوخۆ|چاپکردن|هەواڵ|پەیوەندی|چوونەژوورەوە|تۆمارکردن|کۆپی لینک
|کور پاڼه|لټون|شریکول|خپرونې|نور
|destpêk|lêgerîn|parve bike|reklam|çap bike|nûçe
"""

# A line that begins so, if it is short: the cue of a link to another article.
LINK_CUES = """
read also|read more|see also|also read|related|watch also|don't miss|related story|related article
|read next|watch|more on this story|اقرأ أيضا|إقرأ أيضا|اقرا ايضا|اقرؤوا أيضا|اقرأوا أيضا
|اقرأي أيضا
|شاهد أيضا|شاهدوا أيضا|طالع أيضا|طالعوا أيضا|تابع أيضا|اقرأ كذلك|للمزيد|لقراءة المزيد|قد يهمك أيضا
|قد يهمك|قد يعجبك|قد يعجبك أيضا|انظر أيضا|وقد يهمك أيضا|كما يمكنك قراءة|اقرأ المزيد|شاهد|اقرأ في
|لمشاهدة الفيديو|بیشتر بخوانید|بخوانید|همچنین بخوانید|بیشتر ببینید|همچنین ببینید|مطالعه بیشتر
|در همین زمینه|lire aussi|à lire aussi|voir aussi|lire également|à voir aussi|à lire|notre dossier
|pour aller plus loin|ayrıca oku|ayrıca bakınız|bunu da oku|ayrıca okuyun|i̇lgili haber
|ilgili haber
|مزید پڑھیں|یہ بھی پڑھیں|مزید پڑھیے|یہ بھی دیکھیں|یہ بھی پڑھیے|نور ولولئ|هەروەها بخوێنەوە
|زیاتر بخوێنەوە|هەروەها ببینە|herwiha bixwîne
"""

# A line that begins so, if it is short: it goes, and nothing goes with it.
SINGLE_STARTS = """
subscribe to our|sign up for|sign up to|follow us on|follow us|we use cookies
|this site uses cookies|this website uses cookies|by continuing to|all rights reserved|copyright
|download our app|enter your email|your email address will not be published
|required fields are marked|save my name|notify me of|this site is protected by
|you must be logged in|print this page|share this|this story was originally published
|our standards|لن يتم نشر عنوان بريدك|لن يتم نشر بريدك|لن ينشر بريدك|الحقول الإلزامية
|الحقول المطلوبة|احفظ اسمي|اشترك في قائمتنا|اشترك في النشرة|اشترك في نشرتنا|اشترك في قناتنا
|اشترك بالنشرة|اشتركوا في|اشترك معنا|انضم إلى قائمتنا|انضم إلى قناتنا|انضموا إلى قناتنا
|سجل في النشرة|أدخل بريدك|ادخل بريدك|ضع بريدك|جميع الحقوق محفوظة|كل الحقوق محفوظة|جميع حقوق النشر
|حقوق النشر|حقوق الطبع|نستخدم ملفات تعريف الارتباط|يستخدم هذا الموقع|يستخدم موقعنا
|يستخدم الموقع ملفات|باستمرارك في|بمواصلة التصفح|تابعوا آخر الأخبار|تابع آخر الأخبار|تابعنا على
|تابعونا على|تابعونا عبر|تابعنا عبر|لمتابعة آخر|لمتابعة أخبارنا|لمتابعتنا على|حمل التطبيق
|حملوا تطبيق|حمل تطبيق|قم بتحميل تطبيق|الرابط المختصر|رابط مختصر|شارك الخبر على|شارك المقال على
|شارك هذا الخبر|شارك هذا المقال|شارك عبر|شارك على|مشاركة على|مشاركة عبر|أعلمني بمتابعة
|يجب أنت تكون مسجل|يجب أن تكون مسجل|حجم الخط
|أنت الآن في|اضغط هنا|انقر هنا|الآراء الواردة|المقالات المنشورة لا تعبر|المقال يعبر عن رأي
|نشانی ایمیل شما منتشر نخواهد شد|تمامی حقوق|کلیه حقوق|ما را در تلگرام|ما را در اینستاگرام
|به کانال ما|در کانال تلگرام
|عضو کانال|استفاده از مطالب|لینک کوتاه خبر|کپی شد|نقل مطالب
|votre adresse e-mail ne sera pas publiée|votre adresse de messagerie|tous droits réservés
|les champs obligatoires|inscrivez-vous à|abonnez-vous à|suivez-nous|nous utilisons des cookies
|ce site utilise|en poursuivant votre navigation|recevez notre newsletter|recevez l'essentiel
|téléchargez l'application|partager sur|déjà abonné|e-posta hesabınız yayımlanmayacak|bültenimize
|tüm hakları saklıdır|bizi takip edin|bu site çerez|çerez politikası|uygulamamızı indirin
|gerekli alanlar|آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا|جملہ حقوق|ہمیں فالو کریں|ہمارا واٹس ایپ
|نیوز لیٹر|ہمارے چینل|کاپی رائٹ|تمام حقوق محفوظ|هەموو مافەکان|مافی بڵاوکردنەوە
|بەشداری بکە لە|ئیمەیڵەکەت|ټول حقونه|hemû maf
"""

# A line that begins so and goes on with a colon or a number: a field of the site, with its value.
FIELDS = """
views|shares|posted in|filed under|join date|member since|posts|location|reputation|news id
|رمز الخبر|رقم الخبر|عدد المشاهدات|عدد القراءات|عدد الزوار|مشاهدات|المشاهدات|القراءات
|عدد التعليقات|تاريخ التسجيل|تاريخ الانضمام|تاريخ العضوية|رقم العضوية|عدد المشاركات|المشاركات
|معدل تقييم|الدولة|مكان الإقامة|آخر تواجد|التصنيف|القسم|کد خبر|شناسه خبر|کدخبر|تعداد بازدید|بازدید
|گروه خبر|دسته بندی|haber kodu|görüntülenme|کۆدی هەواڵ|زمن القراءة|وقت القراءة|مدة القراءة
|زمان مطالعه|temps de lecture|okuma süresi|reading time|المشرف|الجنس|المهنة|رقم المشاركة
|رقم البيان|اسم العضو|حالة العضو
"""

# A line that begins so, if it is short: what stands below the article begins here.
TAILS = """
related articles|related news|related posts|related stories|related topics|related content
|more news
|more from|more stories|most read|most popular|most viewed|newsletter|you may also like
|you might also like|recommended|recommended for you|trending|trending now|latest stories
|latest from
|editor's picks|editors' picks|what to read next|popular posts|recent posts|about the author
|more in|similar threads
|مزيد من الأخبار|المزيد من الأخبار|مزيد من|المزيد من|أخبار ذات صلة|خبر ذو صلة|مواضيع ذات صلة
|مقالات ذات صلة|موضوعات ذات صلة|مواد ذات صلة|قصص ذات صلة|فيديوهات ذات صلة|ذات صلة|أخبار متعلقة
|مواضيع متعلقة|مقالات متعلقة|الأكثر قراءة|الأكثر مشاهدة|الأكثر تداولا|الأكثر شعبية|الأعلى قراءة
|النشرة الإخبارية|النشرة البريدية|القائمة البريدية|نشرتنا البريدية|اختيارات المحرر|اخترنا لك
|اخترنا لكم|مختارات|نرشح لك|قد تعجبك أيضا|أحدث الأخبار|أحدث المقالات|أحدث المواضيع|المواضيع الأخيرة
|مقالات أخرى|أخبار أخرى|اقرأ أيضا في|مواضيع مشابهة|المواضيع المتشابهة|مقالات مشابهة|من المصدر نفسه
|عن الكاتب|نبذة عن الكاتب|كل مقالات الكاتب|المزيد للكاتب|مقالات للكاتب|تابعوا أيضا|يحدث الآن
|المقالات الأكثر|مواضيع ساخنة|مواضيع ذات علاقة|أخبار ذات علاقة|اختيارات القراء|عن الموقع
|عن الشركة|من نفس القسم|شاهد المزيد|الأخبار الأكثر|خدمات الموقع|روابط مهمة|روابط سريعة|روابط ذات صلة
|مطالب مرتبط|اخبار مرتبط|پربازدیدترین|پربحث ترین|پرببیننده ترین|خبرنامه|اخبار مرتبط با
|آخرین اخبار|تازه ترین اخبار|پیشنهاد سردبیر|مطالب پیشنهادی|از همین نویسنده|پیوندهای مرتبط
|articles liés|sur le même sujet|les plus lus|à lire également|articles similaires
|dans la même rubrique|les plus consultés|vous aimerez aussi|nos dernières actualités
|l'actu en continu
|ilgili haberler|en çok okunanlar|öne çıkanlar|benzer haberler|diğer haberler|günün manşetleri
|متعلقہ خبریں|مزید خبریں|زیادہ پڑھی جانے والی|مقبول ترین|اسی بارے میں|متعلقہ مضامین|اہم خبریں
|هەواڵی پەیوەندیدار|هەواڵی زیاتر|بابەتی پەیوەندیدار|زۆرترین خوێندراو|بابەتە پەیوەندیدارەکان
|نور خبرونه|اړوند خبرونه
"""

# What opens the readers' comments or the form for them: what follows belongs to it.
COMMENTS = """
leave a reply|leave a comment|post a comment|write a comment|join the conversation|comments
|readers' comments|reader comments|view comments|show comments|comment on this
|اترك تعليق|اترك تعليقا|اترك تعليقك|اترك ردا|اترك رد|أترك تعليقا|ضع تعليقا|اكتب تعليقك|أكتب تعليقا
|اكتب تعليقا|أضف تعليقا|أضف تعليق|أضف تعليقك|شارك بتعليقك|شارك برأيك|إضافة تعليق|التعليقات|تعليقات
|تعليقات القراء|تعليقات الزوار|آراء القراء|ردود القراء|التعليقات على الخبر
|دیدگاه خود را|دیدگاه‌ها|دیدگاه ها|نظر شما|نظرات|نظرات کاربران|نظرات مخاطبان|ارسال نظر|ثبت نظر
|ارسال دیدگاه|دیدگاهتان را بنویسید
|laisser un commentaire|commentaires|ajouter un commentaire|vos commentaires|réagir à cet article
|les commentaires|déposer un commentaire|écrire un commentaire
|bir yanıt yazın|yorumlar|yorum yazın|yorum yap|yorum ekle|okuyucu yorumları
|تبصرے|تبصرہ کریں|اپنی رائے دیں|تبصرہ لکھیں|جواب دیں
|کۆمێنت|بۆچوونەکان|کۆمێنتەکان|بۆچوونت بنووسە|لێدوانەکان
"""

# Of these a form follows for certain; the others may be a link beside the title.
COMMENT_FORMS = """
leave a reply|leave a comment|post a comment|write a comment|اترك تعليق|اترك تعليقا|اترك تعليقك
|اترك ردا|اترك رد|أترك تعليقا|ضع تعليقا|اكتب تعليقك|أكتب تعليقا|اكتب تعليقا|دیدگاه خود را
|دیدگاهتان را بنویسید|ارسال نظر|ارسال دیدگاه|laisser un commentaire|bir yanıt yazın|yorum yazın
|تبصرہ کریں|جواب دیں|بۆچوونت بنووسە
"""

# What an article names as its sources, below the text.
SOURCES = """
sources|source|references|المصادر|المصدر|مصادر|مصدر|المراجع|مصادر الخبر|مصدر الخبر|منابع|منبع
|منبع خبر|مآخذ|références|kaynaklar|kaynak|kaynakça|ذرائع|ماخذ|حوالہ جات|سەرچاوە|سەرچاوەکان|سرچینه
|çavkanî
"""

TAGS = """
tags|tag|keywords|topics|hashtags|كلمات مفتاحية|كلمات دلالية|الكلمات المفتاحية|الكلمات الدلالية
|الوسوم
|وسوم|مواضيع|العلامات|الدلالات|تاغات|تاجز|تاغ|هاشتاغ|برچسب‌ها|برچسب ها|برچسب|کلیدواژه|کلیدواژه‌ها
|mots-clés
|mots clés|étiquettes|thèmes|etiketler|etiket|anahtar kelimeler|ٹیگز|ٹیگ|تاگەکان|تاگ|ټګونه
"""

# Words of which a share bar on one line is made.
SHARE_WORDS = """
share|tweet|print|email|mail|copy|link|save|pin|on|via|to|facebook|twitter|x|whatsapp|telegram
|instagram|linkedin|pinterest|messenger|viber|reddit|tiktok|youtube|threads|snapchat|tumblr|like
|comment|reply|views|شارك|مشاركة|المشاركة|على|عبر|الى|نسخ|الرابط|طباعة|حفظ|ارسال|بريد|البريد
|الالكتروني|فيسبوك|تويتر|واتساب|واتس|اب|تلغرام|تيليجرام|تيلغرام|تليجرام|انستغرام|انستجرام|يوتيوب
|لينكد|ان|لينكدان|اكس|ماسنجر|فايبر|بينترست|سناب|شات|تيك|توك|تغريدة|غرد|اعجبني|تعليق|اشتراک|گذاری
|چاپ|تلگرام|واتساپ|توییتر|فیسبوک|اینستاگرام|ایمیل|کپی|لینک|partager|sur|imprimer|courriel|copier|le
|lien|envoyer|paylaş|yazdır|e-posta|شیئر|کریں|ٹویٹ|فیس|بک|واٹس|ایپ
"""

CAPTION_STARTS = """
photo|file photo|image|caption|credit|photo credit|picture|pictured|screenshot|illustration
|صورة|صور|الصورة|صورة أرشيفية|أرشيفية|تصوير|لقطة شاشة|لقطة|عدسة|رسم توضيحي|صورة تعبيرية
|صورة متداولة
|عکس|تصویر|عکس آرشیوی|عکاس|photographie|crédit photo|capture d'écran|légende|fotoğraf|foto
|تصویر کا کیپشن|تصویر کا ذریعہ|فائل فوٹو|وێنە|وێنەی|انځور|wêne
"""

# Agencies and archives that stand at the end of a caption, in brackets or after a dash.
CREDITS = """
ap|a.p.|afp|a.f.p.|reuters|getty|getty images|epa|dpa|upi|shutterstock|xinhua|anadolu|aa|file
|file photo|archive|archives|bloomberg|ap photo|twitter|facebook|instagram|telegram|social media
|أ ف ب|أ.ف.ب|أ.ف.ب.|ا ف ب|اف ب|أ ب|أ.ب|أ.ب.|إ.ب.أ|إ ب أ|إ.ب.أ.|د.ب.أ|د ب أ|رويترز|فرانس برس|غيتي
|جيتي|غيتي إيمجز|جيتي إيمدجز|الأناضول|وكالة الأناضول|شينخوا|أرشيفية|أرشيف|الأرشيف|أسوشيتد برس
|أسوشييتد برس|الفرنسية|الألمانية|الأوروبية|وكالات|مواقع التواصل|مواقع التواصل الاجتماعي|إنترنت
|الإنترنت|سانا|واس|وام|بترا|تسنيم|إرنا|مهر|فارس|كونا|قنا|وفا|بنا|العمانية|سبأ|الجزيرة|بلومبرغ|إكس
|تويتر|فيسبوك|تلغرام|سبوتنيك|شترستوك|أ.ش.أ|خاص|ایسنا|ایرنا|تسنیم|رویترز|مهر|فارس|میزان|رویداد
|خبرگزاری فرانسه|گتی|اے ایف پی|روئٹرز|گیٹی امیجز|اے پی|ڕۆیتەرز|ڕووداو
"""

# Newsrooms and agencies as they sign below a text.
SIGNING_WORDS = """
news|agency|agencies|press|net|وكالات|وكالة|نيوز|نت|رويترز|برس|صحف|متابعات|مواقع|الأناضول|سبوتنيك
|انترنت|المصدر|خبرگزاری|agences|ajanslar|خبر رساں|ئاژانس|اعلام|للأنباء|اب|فب|بأ|صحافة|وام|سانا|واس
|قنا
|كونا|بترا|شينخوا|ایجنسیاں|ایجنسی
"""

HOMES = (
    "home|الرئيسية|accueil|خانه|صفحه اصلی|صفحه نخست|anasayfa|ana sayfa|ہوم|صفحہ اول|سەرەتا|سەرەکی"
)

# Desks that sign instead of a person.
DESKS = """
web desk|news desk|newsroom|staff|staff writer|editorial staff|غرفة الأخبار|فريق التحرير
|هيئة التحرير
|قسم الأخبار|أسرة التحرير|قسم التحرير|المحرر|التحرير|la rédaction|rédaction|تحریریه|گروه خبر
|ویب ڈیسک
|نیوز ڈیسک|haber merkezi|editör|دەستەی نووسەران
"""

# What a reader is told of a writer, on the line below the name.
WRITERS = """
writer|columnist|journalist|reporter|editor|correspondent|researcher|analyst|كاتب|كاتبة|الكاتب
|صحفي|صحفية|صحافي|صحافية|باحث|باحثة|مراسل|مراسلة|محلل|أكاديمي|أكاديمية|أستاذ|أستاذة|إعلامي|إعلامية
|محرر|محررة|نویسنده|روزنامه‌نگار|خبرنگار|journaliste|chroniqueur|chroniqueuse|écrivain|essayiste
|éditorialiste|gazeteci|yazar|muhabir|صحافی|کالم نگار|نامہ نگار|ڕۆژنامەنووس|نووسەر
"""
